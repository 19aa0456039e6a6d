using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Answers;

/// <summary>Puts figures of a breakdown into rows with their names, targets and links.</summary>
/// <param name="rulebook">Units, names, targets.</param>
/// <param name="by">The breakdown; null = none, only a total.</param>
/// <param name="links">Of the answer.</param>
/// <param name="language">Of the answer.</param>
internal sealed class FigureBuilder(Rulebook rulebook, string? by, RowLinks links, Language language)
{
    public RowAnswer Total(Figures figures, RateDefinition definition) => Total(figures.Total, definition);

    public RowAnswer Total(Tally tally, RateDefinition definition) =>
        RowAnswer.Of(null, null, null, tally, definition, null, TotalLink(definition));

    public IReadOnlyList<RowAnswer> Rows(Figures figures, RateDefinition definition) => [.. figures.Rows.Select(row => Row(row, definition))];

    public RowAnswer Row(FigureRow row, RateDefinition definition)
    {
        var target = row.Unit is { } unit
            ? rulebook.Reference.Targets.FirstOrDefault(target => target.Each == unit.Kind && target.Field is null)
            : null;
        return RowAnswer.Of(row.Key, Name(row), ValidFrom(row), row.Tally, definition, target, Link(row, definition));
    }

    /// <summary>Where a code has several meanings, from when it has this one; null = since before the records.</summary>
    public string? ValidFrom(FigureRow row) => HasSeveralMeanings(row) ? row.Unit!.ValidFrom.Text() : null;

    public string Link(FigureRow row, RateDefinition definition) =>
        links.Dossiers(by, row.Key, HasSeveralMeanings(row) ? ValidFrom(row) ?? "" : null, definition);

    public string TotalLink(RateDefinition definition) => links.Dossiers(by, null, null, definition);

    private bool HasSeveralMeanings(FigureRow row) => row.Unit is not null && rulebook.Rules.Units.HasSeveralMeanings(row.Key);

    // Units and procedures have their official names; fields have one in each language.
    public string Name(FigureRow row)
    {
        if (row.Key.Length == 0)
        {
            return language == Language.Vietnamese ? "(không có)" : "(none)";
        }

        return row.Unit is null && rulebook.Rules.Procedures.Field(row.Key) is { } field && field.NameVi == row.Name
            ? (language == Language.Vietnamese ? field.NameVi : field.NameEn)
            : row.Name;
    }
}

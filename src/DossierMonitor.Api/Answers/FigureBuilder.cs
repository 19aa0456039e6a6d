using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Answers;

/// <summary>Puts figures of a breakdown into rows with their names, targets and links.</summary>
internal sealed class FigureBuilder(Rulebook rulebook, string by, RowLinks links, Language language)
{
    public RowAnswer Total(Figures figures, RateDefinition definition) =>
        RowAnswer.Of(null, null, null, figures.Total, definition, null, links.Dossiers(by, null, null, definition));

    public IReadOnlyList<RowAnswer> Rows(Figures figures, RateDefinition definition) => [.. figures.Rows.Select(row => Row(row, definition))];

    private RowAnswer Row(FigureRow row, RateDefinition definition)
    {
        var target = row.Unit is { } unit
            ? rulebook.Reference.Targets.FirstOrDefault(target => target.Each == unit.Kind && target.Field is null)
            : null;
        var several = row.Unit is not null && rulebook.Rules.Units.HasSeveralMeanings(row.Key);
        var validFrom = several ? row.Unit!.ValidFrom.Text() : null;
        return RowAnswer.Of(
            row.Key, Name(row), validFrom, row.Tally, definition, target, links.Dossiers(by, row.Key, several ? validFrom ?? "" : null, definition));
    }

    // Units and procedures have their official names; fields have one in each language.
    private string Name(FigureRow row)
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

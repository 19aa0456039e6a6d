using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints;

/// <summary>What every request of figures by one definition is asked with.</summary>
internal sealed record FigureRequest(RateDefinition Definition, Period Period, KnownBy Known, FigureFilter Filter)
{
    public static IReadOnlyList<string> Parameters { get; } =
        ["from", "to", "asOf", "knownAt", "definition", "field", "unit", "procedure", "channel", "include", "format", "bom"];

    /// <summary>The breakdowns into rows that stand beside each other: a month is no such row.</summary>
    public static IReadOnlyDictionary<string, Breakdown> Breakdowns { get; } =
        GetOnTime.GetOnTimeEndpoint.Breakdowns.Where(by => by.Value != Breakdown.Month).ToDictionary(StringComparer.Ordinal);

    /// <summary>Notes what is wrong; whoever calls throws.</summary>
    public static FigureRequest Read(QueryReader query, Instant now, Snapshot snapshot, IReadOnlyList<AnswerForm>? forms = null)
    {
        var request = new FigureRequest(
            query.Definition(), query.Period(now, snapshot.Rulebook.Clock.Days), query.Known(), query.Filter(snapshot.Rulebook.Rules.Units));
        query.ListForm(forms);
        return request;
    }
}

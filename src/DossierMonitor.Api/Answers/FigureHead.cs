using System.Text.Json.Serialization;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// What an answer of figures says about itself before its figures. Members of a base record would otherwise be written behind those of
/// the answer.
/// </summary>
public record FigureHead(
    [property: JsonPropertyOrder(-1)] string Definition,
    [property: JsonPropertyOrder(-1)] string From,
    [property: JsonPropertyOrder(-1)] string To,
    [property: JsonPropertyOrder(-1)] string AsOf,
    [property: JsonPropertyOrder(-1)] string? KnownAt,
    [property: JsonPropertyOrder(-1)] string TimeZone,
    [property: JsonPropertyOrder(-1)] string Calendar,
    [property: JsonPropertyOrder(-1)] string VerdictBy,
    [property: JsonPropertyOrder(-1)] OnTimeFilterAnswer Filter,
    [property: JsonPropertyOrder(-1)] VerifiedAnswer Verified)
{
    /// <param name="snapshot">Within what is known.</param>
    /// <param name="period">Of the figures.</param>
    /// <param name="definition">Theirs.</param>
    /// <param name="filter">Theirs.</param>
    public static FigureHead Of(Snapshot snapshot, Period period, RateDefinition definition, FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(definition);
        var clock = snapshot.Rulebook.Clock;
        return new FigureHead(
            definition.Id,
            period.From.Text(),
            period.To.Text(),
            clock.Days.Text(period.AsOf),
            clock.Days.Text(snapshot.Known.Recorded),
            clock.Days.Id,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            clock.VerdictBy.Camel(),
            OnTimeFilterAnswer.Of(filter),
            VerifiedAnswer.Of(snapshot));
    }
}

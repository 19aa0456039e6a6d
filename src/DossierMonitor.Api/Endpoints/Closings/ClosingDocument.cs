using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetTargets;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Closings;

/// <summary>A closed period with everything that was said of it, as it is frozen. Names are the official ones.</summary>
public sealed record ClosingDocument(
    string Name,
    string From,
    string To,
    string AsOf,
    string ClosedAt,
    string Definition,
    int DefinitionVersion,
    string Numerator,
    string Denominator,
    string TimeZone,
    string Calendar,
    string VerdictBy,
    string Rules,
    VerifiedAnswer Verified,
    ClosedLog Log,
    RowAnswer Total,
    IReadOnlyDictionary<string, IReadOnlyList<RowAnswer>> Rows,
    IReadOnlyList<TargetResultAnswer> Targets);

/// <summary>The end of the log that was counted, with the heads of its chains.</summary>
public sealed record ClosedLog(long Events, IReadOnlyList<ClosedHead> Heads);

public sealed record ClosedHead(string Source, long Events, string Chain);

/// <summary>What the list of closings says of one.</summary>
public sealed record ClosingSummary(string From, string To, string AsOf, string Definition, string Calendar);

/// <summary>Composes what is frozen, in the writer's transaction.</summary>
internal static class ClosingComposer
{
    public static ClosingDraft Compose(Snapshot snapshot, Instant closedAt, string name, DateOnly from, DateOnly to, Instant? asOf, RateDefinition definition)
    {
        var rulebook = snapshot.Rulebook;
        var days = rulebook.Clock.Days;
        var period = new Period(from, to, asOf ?? closedAt);

        // Its links are by what is recorded until now: later events are recorded later than the closing.
        var links = new RowLinks(snapshot, period, FigureFilter.None);
        var rows = new Dictionary<string, IReadOnlyList<RowAnswer>>(StringComparer.Ordinal);
        RowAnswer? total = null;
        foreach (var by in Enum.GetValues<Breakdown>())
        {
            var figures = FigureQuery.Run(snapshot, period, by, FigureFilter.None);
            var builder = new FigureBuilder(rulebook, by.Camel(), links, Language.Vietnamese);
            rows[by.Camel()] = builder.Rows(figures, definition);
            if (by == Breakdown.Unit)
            {
                total = builder.Total(figures, definition);
            }
        }

        var targets = TargetQuery.Run(snapshot, period, [null]).Select(answer => TargetResultAnswer.Of(
            answer, links, rulebook.Rules.Units, configured: true, Language.Vietnamese));
        var document = new ClosingDocument(
            name,
            from.Text(),
            to.Text(),
            days.Text(period.AsOf),
            days.Text(closedAt),
            definition.Id,
            definition.Version,
            definition.Numerator,
            definition.Denominator,
            days.Id,
            rulebook.CalendarAt(period.AsOf).Version,
            rulebook.Clock.VerdictBy.Camel(),
            rulebook.Digest,
            VerifiedAnswer.Of(snapshot),
            new ClosedLog(snapshot.LastSeq(), [.. ChainHeadReader.Run(snapshot, Instant.MaxValue).Select(head => new ClosedHead(head.Source, head.Events, head.Chain))]),
            total!,
            rows,
            [.. targets]);
        var summary = new ClosingSummary(document.From, document.To, document.AsOf, document.Definition, document.Calendar);
        return new ClosingDraft(JsonSerializer.Serialize(summary, ApiJson.Options), JsonSerializer.SerializeToUtf8Bytes(document, ApiJson.Options));
    }
}

public sealed record ClosingsAnswer(IReadOnlyList<ClosingEntry> Closings);

/// <summary>A closing in the list.</summary>
/// <param name="Events">How much of the log it counts.</param>
/// <param name="Rules">Digest of the rules.</param>
/// <param name="Digest">SHA-256 of the frozen document.</param>
/// <param name="Chain">SHA-256 over the chain value of the closing before and the digest.</param>
public sealed record ClosingEntry(
    long Id, string Name, string From, string To, string AsOf, string Definition, string Calendar, string ClosedAt, long Events, string Rules, string Digest, string Chain, string Document, string Restatement)
{
    public static ClosingEntry Of(Closing closing, LocalDays days)
    {
        ArgumentNullException.ThrowIfNull(closing);
        var summary = JsonSerializer.Deserialize<ClosingSummary>(closing.Summary, ApiJson.Options)!;
        return new ClosingEntry(
            closing.Id, closing.Name, summary.From, summary.To, summary.AsOf, summary.Definition, summary.Calendar, days.Text(closing.ClosedAt),
            closing.LastSeq, closing.Rulebook, closing.Digest, closing.Chain, $"/v1/closings/{closing.Id}", $"/v1/closings/{closing.Id}/restatement");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.Closings;

/// <summary>What a closed period would be by all that is known now: the closing stays, this says what has changed and why.</summary>
/// <param name="Reproducible">False when this program cannot compute by the rules of the closing any more: then only what events changed is listed per dossier.</param>
/// <param name="Unexplained">Units whose change is not the sum of their dossiers' changes; empty when the closing is reproducible.</param>
public sealed record RestatementAnswer(
    long Id,
    string Name,
    string From,
    string To,
    string AsOf,
    string ClosedAt,
    string Definition,
    string CalendarThen,
    string CalendarNow,
    string RulesThen,
    string RulesNow,
    bool Reproducible,
    bool Changed,
    VerifiedAnswer Verified,
    RestatedRow Total,
    IReadOnlyList<RestatedRow> Units,
    IReadOnlyList<RestatedDossierAnswer> Dossiers,
    IReadOnlyList<string> Unexplained);

/// <summary>A row that differs, with only the numbers that do.</summary>
public sealed record RestatedRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    double? OnTimeRateBefore,
    double? OnTimeRateAfter,
    IReadOnlyDictionary<string, NumberChange> Numbers);

public sealed record RestatedDossierAnswer(
    string Code, IReadOnlyList<RestatedShare> Units, RestatedState? Before, RestatedState? After, IReadOnlyList<CauseAnswer> Causes);

/// <summary>What the dossier changes in a unit's figures.</summary>
public sealed record RestatedShare(string Unit, string Name, IReadOnlyDictionary<string, NumberChange> Numbers);

public sealed record RestatedState(string State, string? Unit, string? DueAt, string? PromisedDueAt, string? FinishedAt, string? Verdict, int? DaysLate);

/// <summary>Why it differs.</summary>
/// <param name="Kind">event = came later; void = took an earlier event back; calendar or rules = other reference data hold.</param>
public sealed record CauseAnswer(
    string Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Time,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RecordedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Effect,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Files);

/// <summary>GET /v1/closings/{id}/restatement</summary>
public sealed class GetRestatementEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    // As of the closing's instant.
    protected override bool IsPinned => true;

    public override void Configure()
    {
        Get("/v1/closings/{id}/restatement");
        Allow(AccessPolicy.WholeFigures);
    }

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(Answer, ct);

    private RestatementAnswer Answer(Snapshot snapshot)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var (closing, frozen) = ClosedFigures.Read(snapshot, ClosingRoute.Id(RouteText("id")));
        var definition = RateDefinition.Find(frozen.Definition)!;
        var period = new Period(Day(frozen.From), Day(frozen.To), Instant.Parse(frozen.AsOf));
        var figures = FigureQuery.Run(snapshot, period, Breakdown.Unit, FigureFilter.None);
        var builder = new FigureBuilder(snapshot.Rulebook, "unit", new RowLinks(snapshot, period, FigureFilter.None), Language);
        var units = Compare(frozen.Rows["unit"], builder.Rows(figures, definition));
        var result = Restatement.Run(snapshot, closing, period, definition.Basis);
        return new RestatementAnswer(
            closing.Id,
            closing.Name,
            frozen.From,
            frozen.To,
            frozen.AsOf,
            frozen.ClosedAt,
            frozen.Definition,
            frozen.Calendar,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            closing.Rulebook,
            snapshot.Rulebook.Digest,
            result.RulesThen is not null,
            units.Count > 0 || result.Dossiers.Count > 0,
            VerifiedAnswer.Of(snapshot),
            Row(null, null, null, frozen.Total, builder.Total(figures, definition)),
            units,
            [.. result.Dossiers.Select(dossier => Dossier(snapshot, dossier, result.RulesThen, period, definition))],
            Unexplained(units, result.Dossiers, definition));
    }

    private static List<RestatedRow> Compare(IReadOnlyList<RowAnswer> before, IReadOnlyList<RowAnswer> after)
    {
        var old = before.ToDictionary(row => (row.Key, row.ValidFrom));
        var now = after.ToDictionary(row => (row.Key, row.ValidFrom));
        return [.. old.Keys.Union(now.Keys).OrderBy(key => key.Key, StringComparer.Ordinal).ThenBy(key => key.ValidFrom, StringComparer.Ordinal)
            .Select(key => Row(
                key.Key, (now.GetValueOrDefault(key) ?? old[key]).Name, key.ValidFrom, old.GetValueOrDefault(key), now.GetValueOrDefault(key)))
            .Where(row => row.Numbers.Count > 0)];
    }

    private static RestatedRow Row(string? key, string? name, string? validFrom, RowAnswer? before, RowAnswer? after) =>
        new(key, name, validFrom, before?.OnTimeRate, after?.OnTimeRate, FigureNumbers.Changes(before, after));

    // What the dossiers change must be what the units change: the closing's numbers and the list of causes check each other.
    private static List<string> Unexplained(List<RestatedRow> units, IReadOnlyList<RestatedDossier> dossiers, RateDefinition definition)
    {
        var sums = new Dictionary<(string Unit, string Number), long>();
        foreach (var (unit, change) in dossiers.SelectMany(dossier => dossier.Changes))
        {
            foreach (var (number, difference) in Numbers(change, definition))
            {
                sums[(unit.Code, number)] = sums.GetValueOrDefault((unit.Code, number)) + difference.After - difference.Before;
            }
        }

        var expected = units.SelectMany(row => row.Numbers.Select(number => (Key: (row.Key!, number.Key), Change: number.Value.After - number.Value.Before)))
            .GroupBy(change => change.Key).ToDictionary(group => group.Key, group => group.Sum(change => change.Change));
        return [.. sums.Keys.Union(expected.Keys).Where(key => sums.GetValueOrDefault(key) != expected.GetValueOrDefault(key)).Select(key => key.Item1)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private static IReadOnlyDictionary<string, NumberChange> Numbers((Contribution Before, Contribution After) change, RateDefinition definition) =>
        FigureNumbers.Changes(FigureNumbers.Row(change.Before.Tally, definition), FigureNumbers.Row(change.After.Tally, definition));

    private static RestatedDossierAnswer Dossier(Snapshot snapshot, RestatedDossier dossier, Rulebook? then, Period period, RateDefinition definition)
    {
        var rulebook = snapshot.Rulebook;
        var days = rulebook.Clock.Days;
        var causes = dossier.Events.Select(entry => new CauseAnswer(
            entry.Event.Type == DossierEventType.Voided ? "void" : "event",
            entry.Event.Id, entry.Event.Source, entry.Event.Type.Name(), days.Text(entry.Event.Time), days.Text(entry.Event.Recorded), entry.Effect.Camel(), entry.Event.EventId,
            null, null, null)).ToList();
        if (dossier.ByRules)
        {
            causes.Add(RulesCause(then!, rulebook, period));
        }

        return new RestatedDossierAnswer(
            dossier.Code,
            [.. dossier.Changes.OrderBy(change => change.Key.Code, StringComparer.Ordinal)
                .Select(change => new RestatedShare(change.Key.Code, rulebook.Rules.Units.Find(change.Key)?.Name ?? change.Key.Code, Numbers(change.Value, definition)))],
            State(dossier.Before, period.Cut(days), definition, then ?? rulebook),
            State(dossier.After, period.Cut(days), definition, rulebook),
            causes);
    }

    private static CauseAnswer RulesCause(Rulebook then, Rulebook now, Period period)
    {
        var files = then.Reference.Files.Keys.Union(now.Reference.Files.Keys)
            .Where(name => then.Reference.Files.GetValueOrDefault(name) != now.Reference.Files.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal).ToList();
        var byCalendar = files.Exists(name => name.StartsWith("calendar", StringComparison.Ordinal));
        return new CauseAnswer(
            byCalendar ? "calendar" : "rules", null, null, null, null, null, null, null,
            byCalendar ? then.CalendarAt(period.AsOf).Version : then.Digest,
            byCalendar ? now.CalendarAt(period.AsOf).Version : now.Digest,
            files);
    }

    private static RestatedState? State(DossierHistory history, Instant at, RateDefinition definition, Rulebook rulebook)
    {
        if (history.Last is not { } last)
        {
            return null;
        }

        var view = new CycleView(last, at, definition.Basis, rulebook);
        var days = rulebook.Clock.Days;
        return new RestatedState(
            view.State.Camel(), last.Unit.Code, days.Text(view.CurrentDue), days.Text(view.PromisedDue), days.Text(view.FinishedAt), view.Verdict, view.DaysLate);
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.WhatIfCalendar;

/// <summary>Days to try.</summary>
/// <param name="AsOf">Open dossiers are judged at this instant; default now.</param>
/// <param name="Limit">How many dossiers to list; default 1,000.</param>
public sealed record WhatIfRequest(IReadOnlyList<WhatIfDay> Days, string? AsOf = null, int Limit = 1_000);

/// <param name="Kind">off, work, or weekly: nothing special on that day.</param>
public sealed record WhatIfDay(string Date, string Kind, string? Reason = null);

public sealed record WhatIfAnswer(
    string AsOf,
    string TimeZone,
    string Calendar,
    VerifiedAnswer Verified,
    int DaysChanged,
    long Examined,
    long Flips,
    long DatesMoved,
    IReadOnlyList<WhatIfUnit> Units,
    IReadOnlyList<WhatIfItem> Items,
    bool Truncated);

/// <param name="ToLate">Cycles that would become late or overdue.</param>
/// <param name="ToInTime">Cycles that would cease to be.</param>
public sealed record WhatIfUnit(string Unit, string UnitName, int ToLate, int ToInTime);

public sealed record WhatIfItem(string Code, int Cycle, string Unit, string UnitName, string Procedure, WhatIfState Before, WhatIfState After);

public sealed record WhatIfState(
    string State, string? Verdict, string? PromisedVerdict, string? DueAt, string? PromisedDueAt, string? StatutoryDueAt, int? DaysLate);

/// <summary>POST /v1/calendar/what-if: whose verdict another calendar would flip. Stores nothing.</summary>
public sealed class WhatIfCalendarEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    private const int MaximumDays = 400;
    private const int MaximumItems = 10_000;

    public override void Configure()
    {
        Post("/v1/calendar/what-if");
        Allow(AccessPolicy.WholeDossiers);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var request = await JsonBody.ReadAsync<WhatIfRequest>(HttpContext, ct);
        await AnswerAsync(store.Reader.Read(snapshot => Answer(snapshot, request)), ct);
    }

    private WhatIfAnswer Answer(Snapshot snapshot, WhatIfRequest request)
    {
        var (days, asOf) = Check(request);
        var rulebook = snapshot.Rulebook;
        var changed = days.Where(day => Differs(rulebook.Reference, day)).ToList();
        var other = CalendarTrial.With(rulebook, days, out var firstNewYear, out var lastNewYear);
        var result = changed.Count == 0 && firstNewYear is null
            ? new WhatIfResult(0, 0, 0, [])
            : WhatIfQuery.Run(
                snapshot,
                other,
                Earliest(changed, firstNewYear),
                Latest(changed, lastNewYear),
                asOf);
        var flips = result.Moved.Where(cycle => cycle.Flips).ToList();
        return new WhatIfAnswer(
            rulebook.Clock.Days.Text(asOf),
            rulebook.Clock.Days.Id,
            rulebook.CalendarAt(asOf).Version,
            VerifiedAnswer.Of(snapshot),
            changed.Count,
            result.Examined,
            result.Flips,
            result.DatesMoved,
            [.. flips.GroupBy(cycle => cycle.Before.Unit).OrderBy(group => group.Key.Code, StringComparer.Ordinal).Select(group => new WhatIfUnit(
                group.Key.Code,
                rulebook.Rules.Units.Find(group.Key)?.Name ?? group.Key.Code,
                group.Count(cycle => !IsLate(cycle.Before, asOf) && IsLate(cycle.After, asOf)),
                group.Count(cycle => IsLate(cycle.Before, asOf) && !IsLate(cycle.After, asOf))))],
            [.. flips.Take(request.Limit).Select(cycle => new WhatIfItem(
                cycle.Code,
                cycle.Before.Cycle,
                cycle.Before.Unit.Code,
                rulebook.Rules.Units.Find(cycle.Before.Unit)?.Name ?? cycle.Before.Unit.Code,
                cycle.Before.Procedure,
                State(cycle.Before, asOf, rulebook),
                State(cycle.After, asOf, other)))],
            flips.Count > request.Limit);
    }

    private (List<CalendarDayChange> Days, Instant AsOf) Check(WhatIfRequest request)
    {
        var reasons = new List<RefusalReason>();
        var days = new List<CalendarDayChange>();
        if (request.Days.Count is 0 or > MaximumDays)
        {
            reasons.Add(new RefusalReason("/days", "wrongCount", $"1 to {MaximumDays}"));
        }

        if (request.Limit is < 1 or > MaximumItems)
        {
            reasons.Add(new RefusalReason("/limit", "invalidNumber", $"1 to {MaximumItems}"));
        }

        for (var i = 0; i < request.Days.Count && i < MaximumDays; i++)
        {
            var day = request.Days[i];
            if (day is null)
            {
                reasons.Add(new RefusalReason($"/days/{i}", "invalidBody"));
                continue;
            }

            var valid = Rfc3339.TryParseDate(day.Date, out var date) && date.Year is >= 1990 and <= 2100;
            if (!valid)
            {
                reasons.Add(new RefusalReason($"/days/{i}/date", "invalidDate"));
            }

            if (day.Kind is not ("off" or "work" or "weekly"))
            {
                reasons.Add(new RefusalReason($"/days/{i}/kind", "notOneOf", "off, work, weekly"));
            }

            if (valid && days.Exists(other => other.Date == date))
            {
                reasons.Add(new RefusalReason($"/days/{i}/date", "dayTwice"));
            }

            days.Add(new CalendarDayChange(date, day.Kind switch { "off" => false, "work" => true, _ => null }));
        }

        var asOf = Now;
        if (request.AsOf is { } text && !QueryReader.TryTime(text, out asOf))
        {
            reasons.Add(new RefusalReason("/asOf", "invalidInstant"));
        }

        return reasons.Count > 0 ? throw new ApiProblemException(ProblemKind.InvalidRequest, reasons) : (days, asOf);
    }

    private static bool Differs(ReferenceData reference, CalendarDayChange day) =>
        reference.LaterCalendars.Select(later => later.Calendar).Prepend(reference.Calendar)
            .Any(calendar => calendar.IsWorkingDay(day.Date) != (day.IsWorkingDay ?? day.Date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)));

    private static DateOnly Earliest(List<CalendarDayChange> changed, int? year)
    {
        var first = changed.Count == 0 ? DateOnly.MaxValue : changed.Min(day => day.Date);
        return year is { } loaded && new DateOnly(loaded, 1, 1) < first ? new DateOnly(loaded, 1, 1) : first;
    }

    private static DateOnly Latest(List<CalendarDayChange> changed, int? year)
    {
        var last = changed.Count == 0 ? DateOnly.MinValue : changed.Max(day => day.Date);
        return year is { } loaded && new DateOnly(loaded, 12, 31) > last ? new DateOnly(loaded, 12, 31) : last;
    }

    private static bool IsLate(Stretch stretch, Instant at) =>
        stretch.CurrentJudgement?.Verdict == Verdict.Late || DossierHistory.StateOf(stretch, at, DueDateBasis.Current) == DossierState.Overdue;

    private static WhatIfState State(Stretch stretch, Instant at, Rulebook rulebook)
    {
        var view = new CycleView(stretch, at, DueDateBasis.Current, rulebook);
        var days = rulebook.Clock.Days;
        return new WhatIfState(
            view.State.Camel(), view.Verdict, view.PromisedVerdict, days.Text(view.CurrentDue), days.Text(view.PromisedDue), days.Text(view.StatutoryDue), view.DaysLate);
    }
}

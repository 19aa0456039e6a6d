using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Endpoints.GetCalendar;

public sealed record CalendarAnswer(
    int Year,
    string Version,
    bool Loaded,
    bool Confirmed,
    string? Source,
    string? Confidence,
    string TimeZone,
    IReadOnlyList<OfficeIntervalAnswer> OfficeHours,
    string LateReceiptAfter,
    IReadOnlyList<CalendarDayAnswer> Days,
    int WorkingDays,
    IReadOnlyList<CalendarVersionAnswer> Versions);

/// <param name="EffectiveFrom">Null = from the beginning.</param>
public sealed record CalendarVersionAnswer(string Version, string? EffectiveFrom);

public sealed record OfficeIntervalAnswer(string From, string To);

public sealed record CalendarDayAnswer(string Date, string Kind, string Reason, string Confidence);

/// <summary>GET /v1/calendar/{year}</summary>
public sealed class GetCalendarEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/calendar/{year}");
        Allow(AccessPolicy.Reference);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = new QueryReader(HttpContext.Request, "asOf");
        var asOf = query.Time("asOf") ?? Now;
        query.ThrowIfRefused();
        if (!int.TryParse(RouteText("year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1990 or > 2100)
        {
            throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchYear"));
        }

        var rules = store.Writer.Rulebook;
        var calendar = rules.CalendarAt(asOf);
        var loaded = calendar.Year(year);
        return AnswerAsync(
            new CalendarAnswer(
                year,
                calendar.Version,
                loaded is not null,
                calendar.IsConfirmed(year),
                loaded?.Source,
                loaded?.Confidence,
                rules.Clock.Days.Id,
                [.. rules.Clock.OfficeHours.Intervals.Select(interval => new OfficeIntervalAnswer(Text(interval.From), Text(interval.To)))],
                Text(rules.Clock.LateReceiptAfter),
                [.. calendar.Days.Where(day => day.Date.Year == year).OrderBy(day => day.Date)
                    .Select(day => new CalendarDayAnswer(day.Date.Text(), day.IsWorkingDay ? "work" : "off", day.Reason, day.Confidence))],
                calendar.WorkingDaysBetween(new DateOnly(year - 1, 12, 31), new DateOnly(year, 12, 31)),
                [
                    new CalendarVersionAnswer(rules.Reference.Calendar.Version, null),
                    .. rules.Reference.LaterCalendars.Select(later => new CalendarVersionAnswer(later.Calendar.Version, later.From.Text())),
                ]),
            ct);
    }

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}

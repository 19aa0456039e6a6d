using System.Globalization;
using DossierMonitor.Api.Endpoints.GetAgeing;
using DossierMonitor.Api.Endpoints.GetDueSoon;
using DossierMonitor.Api.Endpoints.GetLeague;
using DossierMonitor.Api.Endpoints.GetTargets;
using DossierMonitor.Api.Endpoints.GetTrend;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Answers;

/// <summary>The columns of the lists as CSV: the members of the JSON answer, nested ones joined by a dot.</summary>
internal static class ListColumns
{
    public static IReadOnlyList<(string Name, Func<RowAnswer, object?> Value)> Figures { get; } =
    [
        ("key", row => row.Key),
        ("name", row => row.Name),
        ("validFrom", row => row.ValidFrom),
        .. FigureNumbers.Counts.Select(number => (number.Name, (Func<RowAnswer, object?>)(row => number.Value(row)))),
        ("onTimeRate", row => row.OnTimeRate),
        ("lateRate", row => row.LateRate),
        ("daysLate.total", row => row.DaysLate.Total),
        ("daysLate.median", row => row.DaysLate.Median),
        ("daysLate.p90", row => row.DaysLate.P90),
        ("daysLate.max", row => row.DaysLate.Max),
        ("target.id", row => row.Target?.Id),
        ("target.threshold", row => row.Target?.Threshold),
        ("target.met", row => row.Target?.Met),
        ("target.distance", row => row.Target?.Distance),
        ("target.belowMinimumVolume", row => row.Target?.BelowMinimumVolume),
        ("rows", row => row.Rows),
    ];

    public static IReadOnlyList<(string Name, Func<(string Definition, RowAnswer Row), object?> Value)> FiguresByDefinition { get; } =
    [
        ("definition", row => row.Definition),
        .. Figures.Select(column => (column.Name, (Func<(string Definition, RowAnswer Row), object?>)(row => column.Value(row.Row)))),
    ];

    public static IReadOnlyList<(string Name, Func<TrendRowAnswer, object?> Value)> Trend { get; } =
    [
        ("interval", row => row.Interval),
        ("intervalFrom", row => row.IntervalFrom),
        ("intervalTo", row => row.IntervalTo),
        .. Figures.Select(column => (column.Name, (Func<TrendRowAnswer, object?>)(row => column.Value(row)))),
    ];

    public static IReadOnlyList<(string Name, Func<AgeingRow, object?> Value)> Ageing { get; } =
    [
        ("key", row => row.Key),
        ("name", row => row.Name),
        ("validFrom", row => row.ValidFrom),
        ("openOverdue", row => row.OpenOverdue),
        .. AgeBand.All.Select((band, index) => (
            string.Create(CultureInfo.InvariantCulture, $"bands.{band.From}-{band.To}"), (Func<AgeingRow, object?>)(row => row.Bands[index]))),
        ("rows", row => row.Rows),
    ];

    public static IReadOnlyList<(string Name, Func<DueSoonRow, object?> Value)> DueSoon { get; } =
    [
        ("key", row => row.Key),
        ("name", row => row.Name),
        ("validFrom", row => row.ValidFrom),
        ("within1", row => row.Within1),
        ("within3", row => row.Within3),
        ("within5", row => row.Within5),
        ("rows", row => row.Rows),
    ];

    public static IReadOnlyList<(string Name, Func<TargetResultAnswer, object?> Value)> Targets { get; } =
    [
        ("id", row => row.Id),
        ("description", row => row.Description),
        ("definition", row => row.Definition),
        ("configured", row => row.Configured),
        ("comparison", row => row.Comparison),
        ("threshold", row => row.Threshold),
        ("value", row => row.Value),
        ("met", row => row.Met),
        ("numerator", row => row.Numerator),
        ("denominator", row => row.Denominator),
        ("distance", row => row.Distance),
        ("belowMinimumVolume", row => row.BelowMinimumVolume),
        ("unit", row => row.Unit),
        ("unitName", row => row.UnitName),
        ("rows.numerator", row => row.Rows.Numerator),
        ("rows.denominator", row => row.Rows.Denominator),
    ];

    public static IReadOnlyList<(string Name, Func<DossierItem, object?> Value)> Dossiers { get; } =
    [
        ("code", item => item.Code),
        ("cycle", item => item.Cycle),
        ("unit", item => item.Unit),
        ("unitName", item => item.UnitName),
        ("procedure", item => item.Procedure),
        ("procedureName", item => item.ProcedureName),
        ("field", item => item.Field),
        ("channel", item => item.Channel),
        ("holder", item => item.Holder),
        ("receivedAt", item => item.ReceivedAt),
        ("dueAt", item => item.DueAt),
        ("promisedDueAt", item => item.PromisedDueAt),
        ("statutoryDueAt", item => item.StatutoryDueAt),
        ("finishedAt", item => item.FinishedAt),
        ("state", item => item.State),
        ("verdict", item => item.Verdict),
        ("daysLate", item => item.DaysLate),
        ("calendarDaysLate", item => item.CalendarDaysLate),
        ("extensions", item => item.Extensions),
        ("pausedDays", item => item.PausedDays),
        ("supplements", item => item.Supplements),
        ("findings", item => item.Findings),
    ];

    public static IReadOnlyList<(string Name, Func<LeagueRowAnswer, object?> Value)> League { get; } =
    [
        ("rank", row => row.Rank),
        ("rankFrom", row => row.RankFrom),
        ("rankTo", row => row.RankTo),
        ("tied", row => row.Tied),
        ("key", row => row.Key),
        ("name", row => row.Name),
        ("validFrom", row => row.ValidFrom),
        ("numerator", row => row.Numerator),
        ("denominator", row => row.Denominator),
        ("rate", row => row.Rate),
        ("low", row => row.Low),
        ("high", row => row.High),
        ("tableLow", row => row.TableLow),
        ("tableHigh", row => row.TableHigh),
        ("belowMinimum", row => row.BelowMinimum),
        ("target.id", row => row.Target?.Id),
        ("target.threshold", row => row.Target?.Threshold),
        ("target.met", row => row.Target?.Met),
        ("target.distance", row => row.Target?.Distance),
        ("target.belowMinimumVolume", row => row.Target?.BelowMinimumVolume),
        ("distance", row => row.Distance),
        ("late", row => row.Late),
        ("openOverdue", row => row.OpenOverdue),
        ("daysLate.total", row => row.DaysLate.Total),
        ("daysLate.median", row => row.DaysLate.Median),
        ("daysLate.p90", row => row.DaysLate.P90),
        ("daysLate.max", row => row.DaysLate.Max),
        ("rows", row => row.Rows),
    ];
}

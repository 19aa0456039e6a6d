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
        ("supplements", item => item.Supplements),
        ("findings", item => item.Findings),
    ];
}

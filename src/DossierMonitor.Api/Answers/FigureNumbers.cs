using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Answers;

/// <summary>A number that differs between two answers of the same figures.</summary>
public sealed record NumberChange(long Before, long After);

/// <summary>The numbers of a row by their names: the same name in an answer, as a list's state, and in a difference.</summary>
public static class FigureNumbers
{
    /// <summary>Those that count dossiers: each is the length of a list.</summary>
    public static IReadOnlyList<(string Name, Func<RowAnswer, long> Value)> Counts { get; } =
    [
        ("carriedOver", row => row.CarriedOver),
        ("received", row => row.Received),
        ("reopened", row => row.Reopened),
        ("transferredIn", row => row.TransferredIn),
        ("transferredOut", row => row.TransferredOut),
        ("notAccepted", row => row.NotAccepted),
        ("finished", row => row.Finished),
        ("early", row => row.Early),
        ("onTime", row => row.OnTime),
        ("late", row => row.Late),
        ("noDueDate", row => row.NoDueDate),
        ("withdrawn", row => row.Withdrawn),
        ("refused", row => row.Refused),
        ("stopped", row => row.Stopped),
        ("open", row => row.Open),
        ("openOverdue", row => row.OpenOverdue),
        ("paused", row => row.Paused),
        ("openNoDueDate", row => row.OpenNoDueDate),
    ];

    private static IEnumerable<(string Name, Func<RowAnswer, long> Value)> All => Counts.Append(("daysLate", row => row.DaysLate.Total));

    public static IReadOnlyDictionary<string, NumberChange> Changes(RowAnswer? before, RowAnswer? after) =>
        All.Select(number => (number.Name, Change: new NumberChange(before is null ? 0 : number.Value(before), after is null ? 0 : number.Value(after))))
            .Where(number => number.Change.Before != number.Change.After)
            .ToDictionary(number => number.Name, number => number.Change, StringComparer.Ordinal);

    /// <summary>The on-time share of a row that was made by this definition.</summary>
    public static Share OnTime(RowAnswer row, RateDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(definition);
        return definition.OnTime(new Counts
        {
            Early = row.Early,
            OnTime = row.OnTime,
            Late = row.Late,
            NoDueDate = row.NoDueDate,
            Open = row.Open,
            OpenOverdue = row.OpenOverdue,
            OpenNoDueDate = row.OpenNoDueDate,
        });
    }

    /// <summary>The numbers of a tally, as a row without name and link.</summary>
    public static RowAnswer Row(Tally tally, RateDefinition definition) => RowAnswer.Of(null, null, null, tally, definition, null, "");
}

namespace DossierMonitor.Domain.Rates;

/// <summary>A band of working days late, both bounds inclusive. Who is late by a day needs a reminder, who is late by months an inquiry.</summary>
/// <param name="To">Null = no upper bound.</param>
public sealed record AgeBand(int From, int? To)
{
    /// <summary>Days late are at least 1, so every overdue dossier is in exactly one band.</summary>
    public static IReadOnlyList<AgeBand> All { get; } = [new(1, 3), new(4, 7), new(8, 15), new(16, 30), new(31, null)];

    public bool Has(int daysLate) => daysLate >= From && !(daysLate > To);

    /// <summary>The place in <see cref="All"/>.</summary>
    public static int IndexOf(int daysLate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(daysLate, 1);
        for (var index = 0; ; index++)
        {
            if (All[index].Has(daysLate))
            {
                return index;
            }
        }
    }
}

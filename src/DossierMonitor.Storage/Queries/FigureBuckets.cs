using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// The intervals that figures are kept apart by, as numbers that follow each other as the intervals do: a month yyyymm, a day or the
/// Monday of a week yyyymmdd.
/// </summary>
internal sealed class FigureBuckets(IntervalLength length)
{
    /// <summary>Whether months are too coarse, so that days have to be read.</summary>
    public bool TellDaysApart => length != IntervalLength.Month;

    public int Of(DateOnly day) => length switch
    {
        IntervalLength.Month => (day.Year * 100) + day.Month,
        IntervalLength.Week => LocalDayNumber.Of(TrendInterval.MondayOf(day)),
        _ => LocalDayNumber.Of(day),
    };

    /// <summary>By the day of the month; those that the month does not have are 0.</summary>
    public int[] OfDays(int month)
    {
        var buckets = new int[32];
        for (var day = DateTime.DaysInMonth(month / 100, month % 100); day >= 1; day--)
        {
            buckets[day] = Of(new DateOnly(month / 100, month % 100, day));
        }

        return buckets;
    }

    public static int MonthAfter(int month) => month % 100 == 12 ? month + 89 : month + 1;
}

using System.Globalization;

namespace DossierMonitor.Domain.Rates;

public enum IntervalLength
{
    Day,

    /// <summary>Monday to Sunday, as ISO 8601 numbers weeks.</summary>
    Week,
    Month,
}

/// <summary>A day, a week or a month of a period, or the part of it that lies in the period.</summary>
/// <param name="Name">Of the whole interval, cut or not: 2022-01-05, 2022-W01, 2022-01. Names sort as the intervals follow each other.</param>
/// <param name="From">Inclusive; not before the period begins.</param>
/// <param name="To">Inclusive; not after the period ends.</param>
public sealed record TrendInterval(string Name, DateOnly From, DateOnly To)
{
    /// <summary>All intervals of a period, the first and the last cut to it: none leaves a day out and none takes one twice.</summary>
    public static IReadOnlyList<TrendInterval> Of(DateOnly from, DateOnly to, IntervalLength length)
    {
        var intervals = new List<TrendInterval>();
        for (var first = from; first <= to;)
        {
            var end = EndOf(first, length);
            var last = end < to ? end : to;
            intervals.Add(new TrendInterval(NameOf(first, length), first, last));
            if (last == DateOnly.MaxValue)
            {
                break;
            }

            first = last.AddDays(1);
        }

        return intervals;
    }

    /// <summary>How many there are, without making them: a period of a century has too many days to be listed.</summary>
    public static int Count(DateOnly from, DateOnly to, IntervalLength length) => to < from ? 0 : length switch
    {
        IntervalLength.Day => to.DayNumber - from.DayNumber + 1,
        IntervalLength.Week => ((MondayOf(to).DayNumber - MondayOf(from).DayNumber) / 7) + 1,
        _ => ((to.Year - from.Year) * 12) + to.Month - from.Month + 1,
    };

    private static DateOnly EndOf(DateOnly day, IntervalLength length) => length switch
    {
        IntervalLength.Day => day,
        IntervalLength.Week => MondayOf(day).AddDays(6),
        _ => new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month)),
    };

    public static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    // The year of a week is that of its Thursday: 2021-01-01 is in 2020-W53.
    private static string NameOf(DateOnly day, IntervalLength length) => length switch
    {
        IntervalLength.Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IntervalLength.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}"),
        _ => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
    };
}

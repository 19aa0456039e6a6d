namespace DossierMonitor.Domain.Timeliness;

/// <summary>
/// The one place that adds and measures working time: whole working days by the calendar, hours by the calendar and the
/// office hours. "Add" and "between" are inverse to one another, which a property test holds them to.
/// </summary>
public sealed class WorkClock(WorkingCalendar calendar, LocalDays localDays, OfficeHours hours, TimeOnly lateReceiptAfter)
{
    private WorkClock? _provisional;

    public WorkingCalendar Calendar { get; } = calendar;

    /// <summary>The clock of <see cref="WorkingCalendar.Provisional"/>.</summary>
    public WorkClock Provisional => _provisional ??= new WorkClock(Calendar.Provisional, Days, Hours, LateReceiptAfter);

    public LocalDays Days { get; } = localDays;

    public OfficeHours Hours { get; } = hours;

    /// <summary>A dossier received after this local time counts as received on the next working day (61/2018 Đ.18).</summary>
    public TimeOnly LateReceiptAfter { get; } = lateReceiptAfter;

    public static TimeOnly DefaultLateReceiptAfter { get; } = new(15, 0);

    /// <summary>
    /// The day on which the receipt counts (day 0 of the limit). False when that day lies beyond the calendar's end.
    /// The rule is applied as it is written, also on days off: received on a Saturday at 10:00 the next working day is
    /// day 1; received on a Saturday at 16:00 the dossier counts as received on Monday and Tuesday is day 1.
    /// </summary>
    public bool TryCountedReceiptDay(Instant receipt, out DateOnly day)
    {
        day = Days.DateOf(receipt);
        return IsLateReceipt(receipt) ? Calendar.TryAddWorkingDays(day, 1, out day) : !Calendar.IsBeyondEnd(day);
    }

    public bool IsLateReceipt(Instant receipt) => Days.TimeOf(receipt) > LateReceiptAfter;

    /// <summary>Receipt + limit. False when the calendar does not reach that far.</summary>
    public bool TryDueDate(Instant receipt, TimeLimit limit, out Instant due)
    {
        due = default;
        if (!TryCountedReceiptDay(receipt, out var counted))
        {
            return false;
        }

        if (limit.Unit == TimeLimitUnit.WorkingDays)
        {
            // A limit of 0 days is the same day; a day on which no office is open cannot be the day of the result.
            var days = limit.Value == 0 && !Calendar.IsWorkingDay(counted) ? 1 : limit.Value;
            if (!Calendar.TryAddWorkingDays(counted, days, out var last))
            {
                return false;
            }

            due = Days.At(last, Hours.Closing);
            return true;
        }

        var start = IsLateReceipt(receipt) ? Days.At(counted, Hours.Opening) : receipt;
        return TryAddOfficeTime(start, TimeSpan.FromHours(limit.Value), out due);
    }

    /// <summary>The earliest instant at which <paramref name="time"/> of office time has passed since <paramref name="start"/>.</summary>
    public bool TryAddOfficeTime(Instant start, TimeSpan time, out Instant end)
    {
        end = start;
        if (time <= TimeSpan.Zero)
        {
            return true;
        }

        var left = time;
        for (var day = Days.DateOf(start); !Calendar.IsBeyondEnd(day) && day.Year < 2140; day = day.AddDays(1))
        {
            if (!Calendar.IsWorkingDay(day))
            {
                continue;
            }

            foreach (var interval in Hours.Intervals)
            {
                var from = Instant.Later(start, Days.At(day, interval.From));
                var to = Days.At(day, interval.To);
                if (to <= from)
                {
                    continue;
                }

                if (left <= to - from)
                {
                    end = from.Plus(left);
                    return true;
                }

                left -= to - from;
            }
        }

        return false;
    }

    /// <summary>Office time in [from, to); zero when to is not later.</summary>
    public TimeSpan OfficeTimeBetween(Instant from, Instant to)
    {
        if (to <= from)
        {
            return TimeSpan.Zero;
        }

        var first = Days.DateOf(from);
        var last = Days.DateOf(to);
        if (first == last)
        {
            return OfficeTimeOn(first, from, to);
        }

        // Whole days in between are counted, not walked: a pause may last for years.
        var between = Calendar.WorkingDaysBetween(first, last.AddDays(-1));
        return OfficeTimeOn(first, from, to) + (between * Hours.PerDay) + OfficeTimeOn(last, from, to);
    }

    private TimeSpan OfficeTimeOn(DateOnly day, Instant from, Instant to)
    {
        if (!Calendar.IsWorkingDay(day))
        {
            return TimeSpan.Zero;
        }

        var sum = TimeSpan.Zero;
        foreach (var interval in Hours.Intervals)
        {
            var start = Instant.Later(from, Days.At(day, interval.From));
            var end = Instant.Earlier(to, Days.At(day, interval.To));
            if (end > start)
            {
                sum += end - start;
            }
        }

        return sum;
    }
}

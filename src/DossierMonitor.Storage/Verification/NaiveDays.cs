using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Verification;

/// <summary>
/// Working days and office time counted by walking from one day to the next. The service counts with prefix sums and
/// searches; counting on one's fingers is the slow way that can be believed without proof.
/// </summary>
internal sealed class NaiveDays(FoldRules rules)
{
    private readonly WorkingCalendar _calendar = rules.Clock.Calendar;
    private readonly LocalDays _days = rules.Clock.Days;
    private readonly OfficeHours _hours = rules.Clock.Hours;

    public DateOnly DateOf(Instant at) => _days.DateOf(at);

    public Instant Resolve(AppointedDate date) => date.Instant ?? _days.EndOf(date.Day!.Value);

    public bool IsBeyondCalendar(Instant due) => _calendar.IsBeyondEnd(DateOf(due));

    public bool AnyYearUnconfirmed(Instant from, Instant through)
    {
        for (var year = DateOf(from).Year; year <= DateOf(through).Year; year++)
        {
            if (!_calendar.IsConfirmed(year))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A date that has a limit behind it, counted from the day on which the start counts.</summary>
    public Instant Appoint(Instant start, TimeLimit limit)
    {
        var late = _days.TimeOf(start) > rules.Clock.LateReceiptAfter;
        if (limit.Unit == TimeLimitUnit.Hours)
        {
            var opening = late ? _days.At(NextWorkingDay(DateOf(start)), _hours.Opening) : start;
            return AddOfficeTime(opening, TimeSpan.FromHours(limit.Value));
        }

        var day = late ? NextWorkingDay(DateOf(start)) : DateOf(start);
        if (limit.Value == 0 && !_calendar.IsWorkingDay(day))
        {
            day = NextWorkingDay(day);
        }

        return _days.At(AddWorkingDays(day, limit.Value), _hours.Closing);
    }

    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        for (var i = 0; i < count; i++)
        {
            day = NextWorkingDay(day);
        }

        return day;
    }

    /// <summary>The same time of day, so many working days later.</summary>
    public Instant MoveByWorkingDays(Instant due, int count) =>
        count == 0 ? due : _days.At(AddWorkingDays(DateOf(due), count), _days.TimeOf(due));

    /// <summary>Working days after the one day through the other.</summary>
    public int WorkingDaysAfter(DateOnly after, DateOnly through)
    {
        var count = 0;
        for (var day = after; day < through;)
        {
            day = day.AddDays(1);
            if (_calendar.IsWorkingDay(day))
            {
                count++;
            }
        }

        return count;
    }

    public TimeSpan OfficeTimeBetween(Instant from, Instant to)
    {
        var sum = TimeSpan.Zero;
        for (var day = DateOf(from); day <= DateOf(to); day = day.AddDays(1))
        {
            foreach (var (opening, closing) in OpeningsOn(day))
            {
                var begin = Instant.Later(opening, from);
                var end = Instant.Earlier(closing, to);
                if (begin < end)
                {
                    sum += end - begin;
                }
            }
        }

        return sum;
    }

    /// <summary>The earliest instant at which that much office time has passed.</summary>
    public Instant AddOfficeTime(Instant from, TimeSpan time)
    {
        if (time == TimeSpan.Zero)
        {
            return from;
        }

        for (var day = DateOf(from); ; day = day.AddDays(1))
        {
            foreach (var (opening, closing) in OpeningsOn(day))
            {
                var begin = Instant.Later(opening, from);
                if (begin >= closing)
                {
                    continue;
                }

                if (closing - begin >= time)
                {
                    return begin.Plus(time);
                }

                time -= closing - begin;
            }
        }
    }

    private IEnumerable<(Instant Opening, Instant Closing)> OpeningsOn(DateOnly day) =>
        _calendar.IsWorkingDay(day)
            ? _hours.Intervals.Select(interval => (_days.At(day, interval.From), _days.At(day, interval.To)))
            : [];

    private DateOnly NextWorkingDay(DateOnly day)
    {
        do
        {
            day = day.AddDays(1);
        }
        while (!_calendar.IsWorkingDay(day));

        return day;
    }

    /// <summary>The last instant at which something due then is not yet overdue.</summary>
    public Instant LastInTime(Instant due) => rules.OnTime.By == VerdictBy.Date ? _days.EndOf(DateOf(due)) : due;

    /// <summary>The latest date with which something is overdue then.</summary>
    public Instant LastOverdue(Instant at) => rules.OnTime.By == VerdictBy.Date ? _days.StartOf(DateOf(at)).Previous : at.Previous;

    public bool IsOverdue(Instant? due, Instant at) => due is { } date && LastInTime(date) < at;

    public Judgement Judge(Instant finish, Instant? due)
    {
        if (due is not { } date)
        {
            return new Judgement(Verdict.NoDueDate, null, null, null);
        }

        var (dueDay, finishDay) = (DateOf(date), DateOf(finish));
        if (IsOverdue(date, finish))
        {
            return new Judgement(
                Verdict.Late, date, Math.Max(1, WorkingDaysAfter(dueDay, finishDay)), Math.Max(1, finishDay.DayNumber - dueDay.DayNumber));
        }

        return new Judgement(finishDay < dueDay ? Verdict.Early : Verdict.OnTime, date, null, null);
    }
}

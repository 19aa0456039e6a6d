using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Deadlines;

/// <summary>The rule that made a line of a ledger what it is.</summary>
public enum LedgerRule
{
    /// <summary>The clock starts; the day itself is day 0.</summary>
    Receipt,

    /// <summary>Received after the configured time: counts as received on the next working day.</summary>
    LateReceipt,

    /// <summary>The complete supplement starts the limit again.</summary>
    Restart,

    /// <summary>A working day, counted.</summary>
    WorkingDay,

    /// <summary>A Saturday or Sunday that makes up for a day off, counted.</summary>
    MakeUpDay,

    Weekend,

    /// <summary>A day off of the calendar.</summary>
    DayOff,

    /// <summary>Office hours of a limit in hours.</summary>
    OfficeHours,

    /// <summary>A computed date is the close of office on its last day.</summary>
    CloseOfOffice,

    /// <summary>The date that the portal named.</summary>
    Appointed,

    Extended,

    PauseBegins,

    PauseEnds,

    /// <summary>A day (or office hours) of the pause, which the date will be moved by.</summary>
    PausedDay,

    /// <summary>The date is moved by the paused working time.</summary>
    Moved,

    /// <summary>The clock policy does not count pauses.</summary>
    PauseNotCounted,

    /// <summary>The clock stands still: the date moves when it goes on.</summary>
    StandsStill,

    /// <summary>Missed before the pause began: a pause cannot rescue it.</summary>
    StaysOverdue,

    /// <summary>The calendar does not reach that far: weekends only, until the year is loaded.</summary>
    Provisional,

    /// <summary>The calendar does not reach that far: the date is not known.</summary>
    Unknown,

    /// <summary>No date was ever appointed, and no limit is known.</summary>
    NoDueDate,

    /// <summary>The last line: the due date.</summary>
    DueDate,

    /// <summary>The last line where verdicts go by date: the end of the due date's day binds.</summary>
    DueDay,
}

/// <summary>One line: a day that counted or did not, or a jump.</summary>
/// <param name="Counted">Null for what is neither: a beginning, a jump.</param>
/// <param name="Number">The how-manieth counted day of its count.</param>
/// <param name="Time">Office time that was counted, for what is measured in hours.</param>
/// <param name="Reason">Why a day is off, or makes one up, in the calendar's words.</param>
/// <param name="Event">The event that caused the line.</param>
/// <param name="Due">The due date as it stands after the line, where the line sets or moves it.</param>
public sealed record LedgerLine(
    LedgerRule Rule, DateOnly Day, Instant? At = null, bool? Counted = null, int? Number = null, TimeSpan? Time = null,
    string? Reason = null, DossierEvent? Event = null, Instant? Due = null);

/// <summary>
/// Writes a due date's steps out day by day, walking the calendar instead of trusting what the clock computed: the last line
/// is the date that the walk arrives at, and a property test holds it to the fold's.
/// </summary>
public sealed class DeadlineLedger
{
    private readonly FoldRules _rules;
    private readonly List<LedgerLine> _lines = [];
    private Instant? _due;

    private DeadlineLedger(FoldRules rules) => _rules = rules;

    public static IReadOnlyList<LedgerLine> Of(IReadOnlyList<DueDateStep> steps, FoldRules rules, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(rules);
        var ledger = new DeadlineLedger(rules);
        foreach (var step in steps)
        {
            switch (step)
            {
                case AppointedStep appointed:
                    ledger.Appoint(appointed);
                    break;
                case LimitStep limit:
                    ledger.Count(limit);
                    break;
                case PauseStep pause:
                    ledger.Move(pause);
                    break;
                case IgnoredPauseStep ignored:
                    ledger.Line(LedgerRule.PauseBegins, ignored.Begin.Time, ignored.Begin);
                    ledger.Line(LedgerRule.PauseNotCounted, ignored.At, ignored.Event, ledger._due);
                    break;
                case OpenPauseStep open:
                    ledger.Line(LedgerRule.PauseBegins, open.At, open.Event);
                    ledger.Line(open.Counts ? LedgerRule.StandsStill : LedgerRule.PauseNotCounted, open.At, open.Event, ledger._due);
                    break;
                default:
                    throw new InvalidOperationException($"No lines for {step.GetType().Name}.");
            }
        }

        ledger.Close(day);
        return ledger._lines;
    }

    private LocalDays Days => _rules.Clock.Days;

    private void Close(DateOnly day)
    {
        if (_due is not { } due)
        {
            var unknown = _lines.Exists(line => line.Rule == LedgerRule.Unknown);
            _lines.Add(new LedgerLine(unknown ? LedgerRule.Unknown : LedgerRule.NoDueDate, _lines.Count == 0 ? day : _lines[^1].Day));
            return;
        }

        var rule = _rules.OnTime.By == VerdictBy.Date ? LedgerRule.DueDay : LedgerRule.DueDate;
        _lines.Add(new LedgerLine(rule, Days.DateOf(due), due, Due: due));
    }

    private void Appoint(AppointedStep step)
    {
        _due = step.Date.Resolve(Days);
        Line(step.Event.Type == DossierEventType.Extended ? LedgerRule.Extended : LedgerRule.Appointed, step.At, step.Event, _due);
    }

    private void Count(LimitStep step)
    {
        var start = step.At;
        Line(step.Event.Type is DossierEventType.Received or DossierEventType.Reopened ? LedgerRule.Receipt : LedgerRule.Restart, start, step.Event);
        var day = Days.DateOf(start);
        if (_rules.Clock.IsLateReceipt(start))
        {
            _lines.Add(new LedgerLine(LedgerRule.LateReceipt, day, start, Counted: false, Event: step.Event));
            day = NextWorkingDay(day);
            start = Days.At(day, _rules.Clock.Hours.Opening);
        }

        if (step.Due is null)
        {
            _due = null;
            Line(LedgerRule.Unknown, step.At, step.Event);
            return;
        }

        if (step.Limit.Unit == TimeLimitUnit.Hours)
        {
            _due = AddTime(start, TimeSpan.FromHours(step.Limit.Value), LedgerRule.OfficeHours);
        }
        else
        {
            var number = step.Limit.Value == 0 && !IsWorkingDay(day) ? 1 : step.Limit.Value;
            _due = Days.At(AddDays(day, number), _rules.Clock.Hours.Closing);
            Line(LedgerRule.CloseOfOffice, _due.Value, null, _due);
        }

        if (step.Provisional)
        {
            Line(LedgerRule.Provisional, _due.Value, step.Event, _due);
        }
    }

    private void Move(PauseStep step)
    {
        Line(LedgerRule.PauseBegins, step.Begin.Time, step.Begin);
        var due = step.Unit == TimeLimitUnit.Hours ? MoveByHours(step) : MoveByDays(step);
        Line(LedgerRule.PauseEnds, step.At, step.Event);
        if (step.Due is null)
        {
            _due = null;
            Line(LedgerRule.Unknown, step.At, step.Event);
            return;
        }

        _due = due();
        Line(LedgerRule.Moved, _due.Value, step.Event, _due);
        if (step.StaysOverdue)
        {
            _due = _rules.OnTime.By == VerdictBy.Date ? Days.StartOf(Days.DateOf(step.At)).Previous : step.At.Previous;
            Line(LedgerRule.StaysOverdue, _due.Value, step.Event, _due);
        }

        if (step.Provisional)
        {
            Line(LedgerRule.Provisional, _due.Value, step.Event, _due);
        }
    }

    private Func<Instant> MoveByDays(PauseStep step)
    {
        var days = 0;
        var last = Days.DateOf(step.At);
        for (var day = Days.DateOf(step.CountedFrom).AddDays(1); day <= last; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
            {
                days++;
                _lines.Add(new LedgerLine(LedgerRule.PausedDay, day, Counted: true, Number: days, Reason: Reason(day)));
            }
            else
            {
                Uncounted(day);
            }
        }

        return () => days == 0 ? step.Before : Days.At(AddDays(Days.DateOf(step.Before), days), Days.TimeOf(step.Before));
    }

    private Func<Instant> MoveByHours(PauseStep step)
    {
        var time = TimeSpan.Zero;
        var last = Days.DateOf(step.At);
        for (var day = Days.DateOf(step.CountedFrom); day <= last; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day))
            {
                Uncounted(day);
                continue;
            }

            var open = OfficeTimeOn(day, step.CountedFrom, step.At);
            time += open;
            _lines.Add(new LedgerLine(LedgerRule.PausedDay, day, Counted: open > TimeSpan.Zero, Time: open));
        }

        return () => time == TimeSpan.Zero ? step.Before : AddTime(step.Before, time, LedgerRule.OfficeHours);
    }

    private DateOnly NextWorkingDay(DateOnly day)
    {
        do
        {
            day = day.AddDays(1);
            if (!IsWorkingDay(day))
            {
                Uncounted(day);
            }
        }
        while (!IsWorkingDay(day) && day.Year < End);
        _lines.Add(new LedgerLine(LedgerRule.Receipt, day, Counted: false));
        return day;
    }

    private DateOnly AddDays(DateOnly day, int count)
    {
        for (var number = 0; number < count && day.Year < End;)
        {
            day = day.AddDays(1);
            if (!IsWorkingDay(day))
            {
                Uncounted(day);
                continue;
            }

            number++;
            var rule = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? LedgerRule.MakeUpDay : LedgerRule.WorkingDay;
            _lines.Add(new LedgerLine(rule, day, Counted: true, Number: number, Reason: Reason(day)));
        }

        return day;
    }

    private Instant AddTime(Instant start, TimeSpan time, LedgerRule rule)
    {
        var left = time;
        for (var day = Days.DateOf(start); day.Year < End; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day))
            {
                Uncounted(day);
                continue;
            }

            var counted = TimeSpan.Zero;
            foreach (var interval in _rules.Clock.Hours.Intervals)
            {
                var from = Instant.Later(start, Days.At(day, interval.From));
                var open = Days.At(day, interval.To) - from;
                if (open <= TimeSpan.Zero)
                {
                    continue;
                }

                var taken = open < left ? open : left;
                counted += taken;
                left -= taken;
                if (left == TimeSpan.Zero)
                {
                    var end = from.Plus(taken);
                    _lines.Add(new LedgerLine(rule, day, Counted: true, Time: counted, Reason: Reason(day), Due: end));
                    return end;
                }
            }

            _lines.Add(new LedgerLine(rule, day, Counted: counted > TimeSpan.Zero, Time: counted, Reason: Reason(day)));
        }

        return start;
    }

    private TimeSpan OfficeTimeOn(DateOnly day, Instant from, Instant to)
    {
        var sum = TimeSpan.Zero;
        foreach (var interval in _rules.Clock.Hours.Intervals)
        {
            var open = Instant.Earlier(to, Days.At(day, interval.To)) - Instant.Later(from, Days.At(day, interval.From));
            sum += open > TimeSpan.Zero ? open : TimeSpan.Zero;
        }

        return sum;
    }

    private const int End = 2150;

    private bool IsWorkingDay(DateOnly day) => _rules.Clock.Calendar.IsWorkingDay(day);

    private string? Reason(DateOnly day) => _rules.Clock.Calendar.Day(day)?.Reason;

    private void Uncounted(DateOnly day)
    {
        var listed = _rules.Clock.Calendar.Day(day);
        _lines.Add(new LedgerLine(listed is null ? LedgerRule.Weekend : LedgerRule.DayOff, day, Counted: false, Reason: listed?.Reason));
    }

    private void Line(LedgerRule rule, Instant at, DossierEvent? e, Instant? due = null) =>
        _lines.Add(new LedgerLine(rule, Days.DateOf(at), at, Event: e, Due: due));
}

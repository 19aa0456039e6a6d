using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>
/// One run of a dossier from receipt (or reopening) to its end: its clock, its pauses and its three due dates.
/// </summary>
internal sealed class Cycle
{
    private readonly FoldRules _rules;
    private readonly TimeLimit? _limit;
    private readonly bool[] _openPauses = new bool[3];

    // From when paused time still has to be added to each date: the start of the pause, or the later instant during the
    // pause at which the date was set anew.
    private Instant _currentCountsFrom;
    private Instant _promisedCountsFrom;
    private Instant _statutoryCountsFrom;

    private Cycle(int number, Instant startedAt, FoldRules rules, UnitKey unit, string procedure, string? field,
        TimeLimit? limit, ClockPolicy policy, Channel? channel)
    {
        Number = number;
        StartedAt = startedAt;
        _rules = rules;
        Unit = unit;
        Procedure = procedure;
        Field = field;
        _limit = limit;
        Policy = policy;
        Channel = channel;
    }

    public int Number { get; }

    public Instant StartedAt { get; }

    public UnitKey Unit { get; set; }

    public string Procedure { get; }

    public string? Field { get; private set; }

    public Channel? Channel { get; private set; }

    public ClockPolicy Policy { get; private set; }

    public Instant? CurrentDue { get; private set; }

    public Instant? PromisedDue { get; private set; }

    public Instant? StatutoryDue { get; private set; }

    /// <summary>Null = the clock runs. Several kinds of pause may be open; this is when the first of them began.</summary>
    public Instant? PausedSince { get; private set; }

    public int Extensions { get; private set; }

    public int Supplements { get; private set; }

    public bool CountsPauses => Policy != ClockPolicy.Ignore;

    public static Cycle Start(int number, DossierEvent e, Instant at, FoldRules rules, UnitKey unit, string procedureCode,
        Action<Finding, DossierEvent> find)
    {
        var national = ProcedureCode.NationalPart(procedureCode);
        var procedure = rules.Procedures.InForce(national, rules.Clock.Days.DateOf(at));
        var known = procedure ?? rules.Procedures.Latest(national);
        if (known is null)
        {
            find(Finding.UnknownProcedure, e);
        }

        // The field follows from the procedure. If the event could choose it, a late land dossier could be filed elsewhere.
        if (known?.Field is { } expected && e.Field is { } written && written != expected)
        {
            find(Finding.FieldMismatch, e);
        }

        var field = known?.Field ?? e.Field;
        return new Cycle(number, at, rules, unit, national, field, procedure?.Limit,
            rules.Procedures.PolicyOf(procedure, field), e.Channel);
    }

    /// <summary>A reopening says nothing about field or channel: they stay what the receipt made them.</summary>
    public void InheritFrom(Cycle previous)
    {
        Field ??= previous.Field;
        Channel = previous.Channel;
        Policy = _rules.Procedures.PolicyOf(
            _rules.Procedures.InForce(Procedure, _rules.Clock.Days.DateOf(StartedAt)), Field);
    }

    /// <summary>Sets the three due dates at the start of the cycle.</summary>
    public void SetClock(DossierEvent e, Action<Finding, DossierEvent> find)
    {
        if (_limit is { } limit)
        {
            StatutoryDue = Statutory(limit, StartedAt, e, find);
        }

        if (e.DueAt is { } appointed)
        {
            CurrentDue = appointed.Resolve(_rules.Clock.Days);
        }
        else if (_limit is not null)
        {
            CurrentDue = AppointmentByLimit(StartedAt, e, find);
        }

        PromisedDue = CurrentDue;
        if (CurrentDue < StartedAt)
        {
            find(Finding.DueBeforeReceipt, e);
        }
    }

    public void Extend(DossierEvent e, Instant at, Action<Finding, DossierEvent> find)
    {
        Extensions++;
        if (Extensions > 1)
        {
            find(Finding.SecondExtension, e);
        }

        var days = _rules.Clock.Days;
        if (CurrentDue is { } due && days.DateOf(at) >= days.DateOf(due))
        {
            find(Finding.LateExtension, e);
        }

        SetCurrent(e.DueAt!.Value.Resolve(days), at);
    }

    /// <returns>False when a pause of this kind is open already.</returns>
    public bool Pause(DossierEvent e, Instant at, Action<Finding, DossierEvent> find)
    {
        var kind = PauseKind(e.Type);
        if (_openPauses[kind])
        {
            return false;
        }

        _openPauses[kind] = true;
        if (PausedSince is null)
        {
            PausedSince = _currentCountsFrom = _promisedCountsFrom = _statutoryCountsFrom = at;
        }

        if (e.Type == DossierEventType.SupplementRequested)
        {
            Supplements++;
            if (Supplements > 1)
            {
                find(Finding.SecondSupplement, e);
            }
        }

        return true;
    }

    /// <returns>False when no pause of this kind is open.</returns>
    public bool Resume(DossierEvent e, Instant at, Action<Finding, DossierEvent> find)
    {
        var kind = PauseKind(e.Type);
        if (!_openPauses[kind])
        {
            return false;
        }

        _openPauses[kind] = false;
        var restarts = Policy == ClockPolicy.Restart && e.Type == DossierEventType.SupplementReceived && _limit is not null;
        if (restarts)
        {
            StatutoryDue = Statutory(_limit!.Value, at, e, find);
            _statutoryCountsFrom = at;
            SetCurrent(AppointmentByLimit(at, e, find), at);
        }
        else if (TakesPortalsDate && e.DueAt is { } appointed)
        {
            SetCurrent(appointed.Resolve(_rules.Clock.Days), at);
        }
        else if (CurrentDue is null && CountsPauses && e.DueAt is { } first)
        {
            // There is no date yet that the paused time could be added to.
            SetCurrent(first.Resolve(_rules.Clock.Days), at);
        }

        if (!Array.Exists(_openPauses, open => open))
        {
            AddPausedTime(e, at, find);
        }

        return true;
    }

    /// <summary>A finish while paused resumes the clock at that instant; no date comes with it and no limit restarts.</summary>
    public void EndPauseAtFinish(Instant at, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        if (PausedSince is not null)
        {
            Array.Clear(_openPauses);
            AddPausedTime(e, at, find);
        }
    }

    // Under restart without a known limit there is nothing to start again: the default policy applies.
    private bool TakesPortalsDate =>
        Policy == ClockPolicy.Appointed || (Policy == ClockPolicy.Restart && _limit is null);

    private TimeLimitUnit LimitUnit => _limit?.Unit ?? TimeLimitUnit.WorkingDays;

    private void AddPausedTime(DossierEvent e, Instant at, Action<Finding, DossierEvent> find)
    {
        PausedSince = null;
        if (!CountsPauses)
        {
            return;
        }

        CurrentDue = MovedAppointment(CurrentDue, _currentCountsFrom, at, e, find);
        PromisedDue = MovedAppointment(PromisedDue, _promisedCountsFrom, at, e, find);
        if (StatutoryDue is { } statutory)
        {
            StatutoryDue = Moved(_rules.Clock, statutory, _statutoryCountsFrom, at);
            if (StatutoryDue is null)
            {
                find(Finding.StatutoryUnknown, e);
            }
        }
    }

    // A statutory date that the calendar cannot tell is unknown. An appointed one must not vanish: the dossier would be in no
    // rate until somebody loads the next year. It goes on provisionally, and the finding says so.
    private Instant? MovedAppointment(Instant? due, Instant from, Instant to, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        if (due is not { } date)
        {
            return null;
        }

        if (Moved(_rules.Clock, date, from, to) is { } moved)
        {
            return moved;
        }

        find(Finding.BeyondCalendar, e);
        return Moved(_rules.Clock.Provisional, date, from, to) ?? date;
    }

    /// <summary>The appointed date that follows from the limit, whose statutory date has just been computed.</summary>
    private Instant? AppointmentByLimit(Instant from, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        if (StatutoryDue is not null)
        {
            return StatutoryDue;
        }

        find(Finding.BeyondCalendar, e);
        return _rules.Clock.Provisional.TryDueDate(from, _limit!.Value, out var due) ? due : null;
    }

    private Instant? Moved(WorkClock clock, Instant due, Instant from, Instant to) =>
        PausedTime.MoveWithoutRescue(clock, _rules.OnTime, due, from, to, LimitUnit);

    private void SetCurrent(Instant? due, Instant at)
    {
        CurrentDue = due;
        _currentCountsFrom = at;
        if (PromisedDue is null && due is not null)
        {
            PromisedDue = due;
            _promisedCountsFrom = at;
        }
    }

    private Instant? Statutory(TimeLimit limit, Instant from, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        var clock = _rules.Clock;
        if (!clock.TryDueDate(from, limit, out var due))
        {
            find(Finding.StatutoryUnknown, e);
            return null;
        }

        if (clock.Calendar.LastLoadedYear is not null
            && (!clock.Calendar.IsConfirmed(clock.Days.DateOf(from).Year) || !clock.Calendar.IsConfirmed(clock.Days.DateOf(due).Year)))
        {
            find(Finding.UnconfirmedCalendar, e);
        }

        return due;
    }

    private static int PauseKind(DossierEventType type) => type switch
    {
        DossierEventType.SupplementRequested or DossierEventType.SupplementReceived => 0,
        DossierEventType.PaymentRequested or DossierEventType.PaymentReceived => 1,
        DossierEventType.Suspended or DossierEventType.Resumed => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}

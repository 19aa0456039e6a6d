using DossierMonitor.Domain.Deadlines;
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

    private readonly TrackedDueDate _current;
    private readonly TrackedDueDate _promised;
    private readonly TrackedDueDate _statutory;
    private DossierEvent? _pauseBegan;

    private Cycle(int number, Instant startedAt, FoldRules rules, UnitKey unit, string procedure, string? field,
        TimeLimit? limit, ClockPolicy policy, Channel? channel, DueDateSteps? steps)
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
        _current = new TrackedDueDate(number, DueDateKind.Current, steps);
        _promised = new TrackedDueDate(number, DueDateKind.Promised, steps);
        _statutory = new TrackedDueDate(number, DueDateKind.Statutory, steps);
    }

    public int Number { get; }

    public Instant StartedAt { get; }

    public UnitKey Unit { get; set; }

    public string Procedure { get; }

    public string? Field { get; private set; }

    public Channel? Channel { get; private set; }

    public ClockPolicy Policy { get; private set; }

    public Instant? CurrentDue => _current.Value;

    public Instant? PromisedDue => _promised.Value;

    public Instant? StatutoryDue => _statutory.Value;

    /// <summary>Null = the clock runs. Several kinds of pause may be open; this is when the first of them began.</summary>
    public Instant? PausedSince { get; private set; }

    /// <summary>Working days of the pauses that are over, if pauses count.</summary>
    public int PausedDays { get; private set; }

    public int Extensions { get; private set; }

    public int Supplements { get; private set; }

    public bool CountsPauses => Policy != ClockPolicy.Ignore;

    public static Cycle Start(int number, DossierEvent e, Instant at, FoldRules rules, UnitKey unit, string procedureCode,
        Action<Finding, DossierEvent> find, DueDateSteps? steps)
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
            rules.Procedures.PolicyOf(procedure, field), e.Channel, steps);
    }

    /// <summary>A reopening names no channel; and no field, where the procedure in force then has none.</summary>
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
            ComputeStatutory(limit, StartedAt, e, find);
        }

        if (e.DueAt is { } appointed)
        {
            Appoint(appointed, StartedAt, e);
        }
        else if (_limit is { } computed)
        {
            ComputeCurrent(computed, StartedAt, e, find);
        }

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

        Appoint(e.DueAt!.Value, at, e);
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
            PausedSince = at;
            _pauseBegan = e;
            _current.CountFrom(at);
            _promised.CountFrom(at);
            _statutory.CountFrom(at);
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
        var restarts = Policy == ClockPolicy.Restart && e.Type == DossierEventType.SupplementReceived;
        if (restarts && _limit is { } limit)
        {
            ComputeStatutory(limit, at, e, find);
            ComputeCurrent(limit, at, e, find);
        }
        else if (TakesPortalsDate && e.DueAt is { } appointed)
        {
            Appoint(appointed, at, e);
        }
        else if (CurrentDue is null && CountsPauses && e.DueAt is { } first)
        {
            // There is no date yet that the paused time could be added to.
            Appoint(first, at, e);
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

    /// <summary>The cycle ends otherwise than by a finish: nothing is judged, so no date moves, but the pause is over.</summary>
    public void EndPauseWithoutMove(Instant at)
    {
        CountPausedDays(at);
        PausedSince = null;
    }

    private void CountPausedDays(Instant at)
    {
        if (CountsPauses && PausedSince is { } since)
        {
            PausedDays += PausedTime.WorkingDays(_rules.Clock, since, at);
        }
    }

    // Under restart without a known limit there is nothing to start again: the default policy applies.
    private bool TakesPortalsDate =>
        Policy == ClockPolicy.Appointed || (Policy == ClockPolicy.Restart && _limit is null);

    private TimeLimitUnit LimitUnit => _limit?.Unit ?? TimeLimitUnit.WorkingDays;

    /// <summary>Only for the ledger: the fold ends while the clock stands.</summary>
    public void NoteOpenPause()
    {
        if (PausedSince is { } since)
        {
            _current.NoteOpenPause(_pauseBegan!, since, CountsPauses);
            _promised.NoteOpenPause(_pauseBegan!, since, CountsPauses);
            _statutory.NoteOpenPause(_pauseBegan!, since, CountsPauses);
        }
    }

    private void AddPausedTime(DossierEvent e, Instant at, Action<Finding, DossierEvent> find)
    {
        CountPausedDays(at);
        PausedSince = null;
        if (!CountsPauses)
        {
            _current.LeaveAsItIs(_pauseBegan!, e, at);
            _promised.LeaveAsItIs(_pauseBegan!, e, at);
            _statutory.LeaveAsItIs(_pauseBegan!, e, at);
            return;
        }

        // A statutory date that the calendar cannot tell is unknown. An appointed one must not vanish: the dossier would be
        // in no rate until somebody loads the next year. It goes on provisionally, and the finding says so.
        if (!_current.Move(_pauseBegan!, e, at, _rules, LimitUnit, mayBeProvisional: true))
        {
            find(Finding.BeyondCalendar, e);
        }

        if (!_promised.Move(_pauseBegan!, e, at, _rules, LimitUnit, mayBeProvisional: true))
        {
            find(Finding.BeyondCalendar, e);
        }

        if (!_statutory.Move(_pauseBegan!, e, at, _rules, LimitUnit, mayBeProvisional: false))
        {
            find(Finding.StatutoryUnknown, e);
        }
    }

    private void Appoint(AppointedDate date, Instant at, DossierEvent e)
    {
        var due = date.Resolve(_rules.Clock.Days);
        _current.Appoint(e, at, due);
        if (PromisedDue is null)
        {
            _promised.Appoint(e, at, due);
        }
    }

    /// <summary>The appointed date that follows from the limit, whose statutory date has just been computed.</summary>
    private void ComputeCurrent(TimeLimit limit, Instant from, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        var due = StatutoryDue;
        var provisional = due is null;
        if (provisional)
        {
            find(Finding.BeyondCalendar, e);
            due = _rules.Clock.Provisional.TryDueDate(from, limit, out var later) ? later : null;
        }

        _current.ComputeByLimit(e, from, due, limit, provisional);
        if (PromisedDue is null && due is not null)
        {
            _promised.ComputeByLimit(e, from, due, limit, provisional);
        }
    }

    private void ComputeStatutory(TimeLimit limit, Instant from, DossierEvent e, Action<Finding, DossierEvent> find)
    {
        var clock = _rules.Clock;
        if (!clock.TryDueDate(from, limit, out var due))
        {
            find(Finding.StatutoryUnknown, e);
            _statutory.ComputeByLimit(e, from, null, limit, provisional: false);
            return;
        }

        if (clock.Calendar.LastLoadedYear is not null
            && (!clock.Calendar.IsConfirmed(clock.Days.DateOf(from).Year) || !clock.Calendar.IsConfirmed(clock.Days.DateOf(due).Year)))
        {
            find(Finding.UnconfirmedCalendar, e);
        }

        _statutory.ComputeByLimit(e, from, due, limit, provisional: false);
    }

    private static int PauseKind(DossierEventType type) => type switch
    {
        DossierEventType.SupplementRequested or DossierEventType.SupplementReceived => 0,
        DossierEventType.PaymentRequested or DossierEventType.PaymentReceived => 1,
        DossierEventType.Suspended or DossierEventType.Resumed => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}

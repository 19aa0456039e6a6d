using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Deadlines;

/// <summary>One of a cycle's due dates while the fold runs, with the place from which paused time still has to be added.</summary>
internal sealed class TrackedDueDate(int cycle, DueDateKind kind, DueDateSteps? steps)
{
    private Instant _countsFrom;

    public Instant? Value { get; private set; }

    /// <summary>Paused time counts from here: the pause begins, or the date is set anew while paused.</summary>
    public void CountFrom(Instant at) => _countsFrom = at;

    public void Appoint(DossierEvent e, Instant at, Instant due)
    {
        Value = due;
        _countsFrom = at;
        steps?.Add(cycle, kind, new AppointedStep(e, at, due, e.DueAt!.Value));
    }

    public void ComputeByLimit(DossierEvent e, Instant at, Instant? due, TimeLimit limit, bool provisional)
    {
        Value = due;
        _countsFrom = at;
        steps?.Add(cycle, kind, new LimitStep(e, at, due, limit, provisional));
    }

    /// <summary>Adds the paused time.</summary>
    /// <param name="begin">What began the pause.</param>
    /// <param name="e">What ended it.</param>
    /// <param name="at">When.</param>
    /// <param name="rules">Clock and on-time rule.</param>
    /// <param name="unit">How the time is measured.</param>
    /// <param name="mayBeProvisional">Beyond the calendar's end, go on with weekends only; otherwise the date becomes unknown.</param>
    /// <returns>False when the calendar does not reach far enough.</returns>
    public bool Move(DossierEvent begin, DossierEvent e, Instant at, FoldRules rules, TimeLimitUnit unit, bool mayBeProvisional)
    {
        if (Value is not { } before)
        {
            return true;
        }

        var clock = rules.Clock;
        var moved = PausedTime.MoveWithoutRescue(clock, rules.OnTime, before, _countsFrom, at, unit);
        var reaches = moved is not null;
        if (!reaches && mayBeProvisional)
        {
            clock = clock.Provisional;
            moved = PausedTime.MoveWithoutRescue(clock, rules.OnTime, before, _countsFrom, at, unit) ?? before;
        }

        Value = moved;
        if (steps is not null)
        {
            var staysOverdue = moved is not null && (PausedTime.Move(clock, before, _countsFrom, at, unit) ?? before) != moved;
            steps.Add(cycle, kind, new PauseStep(begin, e, at, moved, _countsFrom, before, unit, staysOverdue, !reaches));
        }

        return reaches;
    }

    public void LeaveAsItIs(DossierEvent begin, DossierEvent e, Instant at) =>
        steps?.Add(cycle, kind, new IgnoredPauseStep(begin, e, at, Value));

    public void NoteOpenPause(DossierEvent begin, Instant since, bool counts) =>
        steps?.Add(cycle, kind, new OpenPauseStep(begin, since, Value, counts));
}

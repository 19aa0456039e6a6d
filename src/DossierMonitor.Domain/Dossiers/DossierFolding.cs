using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>One fold under way: takes effective events in fold order and keeps the state between them.</summary>
internal sealed class DossierFolding(string code, string? owner, FoldRules rules, DueDateSteps? steps)
{
    private enum Phase
    {
        BeforeReceipt,
        Open,
        Ended,
    }

    private readonly List<FindingRecord> _findings = [];
    private readonly List<TimelineEntry> _timeline = [];
    private readonly List<DossierEvent> _held = [];
    private readonly List<Cycle> _cycles = [];
    private readonly StretchBuilder _stretches = new(rules);
    private Phase _phase = Phase.BeforeReceipt;
    private Cycle? _cycle;
    private string? _procedureAsWritten;
    private string? _holder;
    private Instant? _receivedAt;
    private Instant? _returnedAt;
    private Instant? _withoutDueDateSince;

    // When what is found now is found: the time of the event being applied, or of the receipt for what waited for it.
    private Instant _now;

    public void Apply(DossierEvent e)
    {
        _now = e.Time;
        if (_phase == Phase.BeforeReceipt)
        {
            ApplyBeforeReceipt(e);
        }
        else if (e.Source != owner)
        {
            Ignore(e, Finding.ForeignSource);
        }
        else
        {
            Take(e, Instant.Later(e.Time, _receivedAt!.Value));
        }
    }

    /// <param name="e">A void.</param>
    /// <param name="target">When what it takes back happened; null = there is no such event.</param>
    public void ApplyVoid(DossierEvent e, Instant? target)
    {
        _now = e.Time;
        if (target is not { } happened)
        {
            Ignore(e, Finding.VoidWithoutTarget);
            return;
        }

        // Until that has happened there was nothing to take back.
        if (happened > e.Time)
        {
            _findings.Add(new FindingRecord(Finding.VoidWithoutTarget, e.Time, e, happened, _cycle?.Number ?? 0));
        }

        Note(e, EventEffect.Applied);
    }

    public void Note(DossierEvent e, EventEffect effect) => _timeline.Add(new TimelineEntry(e, effect));

    public void NoteRecording(DossierEvent e)
    {
        _now = e.Time;
        if (e.Recorded is { } recorded && e.Time > recorded)
        {
            Find(Finding.TimeInFuture, e);
        }
    }

    public DossierHistory Complete()
    {
        foreach (var e in _held)
        {
            Note(e, EventEffect.Held);
            _findings.Add(new FindingRecord(Finding.NoReceipt, e.Time, e));
        }

        if (_withoutDueDateSince is { } since)
        {
            _findings.Add(new FindingRecord(Finding.NoDueDate, since, null, Cycle: _cycle!.Number));
        }

        if (_phase == Phase.Open)
        {
            _cycle!.NoteOpenPause();
        }

        return new DossierHistory
        {
            Code = code,
            Source = _phase == Phase.BeforeReceipt ? null : owner,
            ProcedureAsWritten = _procedureAsWritten,
            Holder = _holder,
            ReceivedAt = _receivedAt,
            ReturnedAt = _returnedAt,
            Cycles = [.. _cycles.Select(cycle => new CycleRecord(
                cycle.Number, cycle.StartedAt, cycle.Extensions, cycle.Supplements, cycle.PausedDays, cycle.CountsPauses ? cycle.PausedSince : null))],
            Stretches = _stretches.Complete(),
            Findings = [.. _findings.Where(finding => finding.Until is null)],
            PastFindings = [.. _findings.Where(finding => finding.Until is not null)],
            Timeline = _timeline,
        };
    }

    private void ApplyBeforeReceipt(DossierEvent e)
    {
        switch (e.Type)
        {
            case DossierEventType.Received:
                Receive(e);
                break;
            case DossierEventType.Refused when e.Unit is not null && e.Procedure is not null && !_stretches.Any:
                var cycle = Cycle.Start(0, e, e.Time, rules, Locate(e), e.Procedure, Find, steps);
                _procedureAsWritten = e.Procedure;
                _stretches.AddNotAccepted(cycle, e.Time);
                Note(e, EventEffect.Applied);
                break;
            default:
                _held.Add(e);
                break;
        }
    }

    private void Receive(DossierEvent e)
    {
        _receivedAt = e.Time;
        _procedureAsWritten = e.Procedure;
        _phase = Phase.Open;
        _cycle = Cycle.Start(1, e, e.Time, rules, Locate(e), e.Procedure!, Find, steps);
        _cycles.Add(_cycle);
        _cycle.SetClock(e, Find);
        NoteDueDate(e.Time);
        _stretches.Begin(_cycle, e.Time, StretchEntry.Received);
        Note(e, EventEffect.Applied);

        // What happened before the receipt takes effect at the receipt, in its own order.
        var held = _held.ToList();
        _held.Clear();
        foreach (var earlier in held)
        {
            _findings.Add(new FindingRecord(Finding.NoReceipt, earlier.Time, earlier, e.Time));
            if (earlier.Source != owner)
            {
                Ignore(earlier, Finding.ForeignSource);
                continue;
            }

            // A refusal that named no unit could not be counted; it must not end the dossier that came after it.
            if (earlier.Type == DossierEventType.Refused)
            {
                Ignore(earlier, Finding.BeforeReceipt);
                continue;
            }

            Find(earlier.Type is DossierEventType.Finished ? Finding.FinishedBeforeReceived : Finding.BeforeReceipt, earlier);
            Take(earlier, e.Time);
        }
    }

    private void Take(DossierEvent e, Instant at)
    {
        var refusal = _phase == Phase.Open ? TakeOpen(e, at) : TakeEnded(e, at);
        if (refusal is { } finding)
        {
            Ignore(e, finding);
        }
        else
        {
            Note(e, EventEffect.Applied);
        }
    }

    /// <returns>The finding that says why the event had no effect; null when it was applied.</returns>
    private Finding? TakeOpen(DossierEvent e, Instant at)
    {
        var cycle = _cycle!;
        switch (e.Type)
        {
            case DossierEventType.Received:
                return Finding.SecondReceipt;
            case DossierEventType.Reopened:
                return Finding.ReopenedWhileOpen;
            case DossierEventType.Processing:
                _holder = e.Holder ?? _holder;
                return null;
            case DossierEventType.Transferred:
                Transfer(cycle, e, at);
                return null;
            case DossierEventType.Extended:
                cycle.Extend(e, at, Find);
                break;
            case DossierEventType.SupplementRequested:
            case DossierEventType.PaymentRequested:
            case DossierEventType.Suspended:
                if (!cycle.Pause(e, at, Find))
                {
                    return Finding.PauseWhileOpenPause;
                }

                break;
            case DossierEventType.SupplementReceived:
            case DossierEventType.PaymentReceived:
            case DossierEventType.Resumed:
                if (!cycle.Resume(e, at, Find))
                {
                    return Finding.ResumeWithoutPause;
                }

                break;
            case DossierEventType.Finished:
                Finish(cycle, e, at);
                return null;
            case DossierEventType.Returned:
                _returnedAt = e.Time;
                Finish(cycle, e, at);
                return null;
            case DossierEventType.Withdrawn:
                End(at, StretchExit.Withdrawn);
                return null;
            case DossierEventType.Stopped:
                End(at, StretchExit.Stopped);
                return null;
            case DossierEventType.Refused:
                End(at, StretchExit.Refused);
                return null;
            default:
                throw new InvalidOperationException($"No rule for {e.Type}.");
        }

        NoteDueDate(at);
        _stretches.Continue(cycle, at);
        return null;
    }

    private Finding? TakeEnded(DossierEvent e, Instant at)
    {
        switch (e.Type)
        {
            case DossierEventType.Received:
                return Finding.SecondReceipt;
            case DossierEventType.Returned when _returnedAt is null:
                _returnedAt = e.Time;
                return null;
            case DossierEventType.Reopened:
                var previous = _cycle!;
                _phase = Phase.Open;
                _returnedAt = null;
                _cycle = Cycle.Start(previous.Number + 1, e, at, rules, previous.Unit, _procedureAsWritten!, Find, steps);
                _cycle.InheritFrom(previous);
                _cycles.Add(_cycle);
                _cycle.SetClock(e, Find);

                // That the cycle before ended without a due date stays true.
                if (_withoutDueDateSince is { } since)
                {
                    _findings.Add(new FindingRecord(Finding.NoDueDate, since, null, Cycle: previous.Number));
                    _withoutDueDateSince = null;
                }

                NoteDueDate(at);
                _stretches.Begin(_cycle, at, StretchEntry.Reopened);
                return null;
            default:
                return Finding.AfterEnd;
        }
    }

    private void Transfer(Cycle cycle, DossierEvent e, Instant at)
    {
        var unit = Locate(e);
        if (unit != cycle.Unit)
        {
            cycle.Unit = unit;
            _stretches.MoveToUnit(cycle, at);
        }
    }

    private void Finish(Cycle cycle, DossierEvent e, Instant at)
    {
        cycle.EndPauseAtFinish(at, e, Find);
        _stretches.Finish(cycle, at, e.Time);
        _phase = Phase.Ended;
    }

    private void End(Instant at, StretchExit exit)
    {
        _cycle!.EndPauseWithoutMove(at);
        _stretches.End(at, exit);
        _phase = Phase.Ended;
    }

    private void NoteDueDate(Instant at)
    {
        if (_cycle!.CurrentDue is null)
        {
            _withoutDueDateSince ??= at;
        }
        else if (_withoutDueDateSince is { } since)
        {
            if (since < at)
            {
                _findings.Add(new FindingRecord(Finding.NoDueDate, since, null, at, _cycle.Number));
            }

            _withoutDueDateSince = null;
        }
    }

    private UnitKey Locate(DossierEvent e)
    {
        var day = rules.Clock.Days.DateOf(e.Time);
        if (rules.Units.Resolve(e.Unit!, day) is not { } unit)
        {
            Find(Finding.UnknownUnit, e);
            return new UnitKey(e.Unit!, null);
        }

        if (!unit.IsValidOn(day))
        {
            Find(Finding.UnitOutsideValidity, e);
        }

        return unit.Key;
    }

    private void Ignore(DossierEvent e, Finding why)
    {
        Find(why, e);
        Note(e, EventEffect.Ignored);
    }

    private void Find(Finding finding, DossierEvent e) => _findings.Add(new FindingRecord(finding, _now, e, Cycle: _cycle?.Number ?? 0));
}

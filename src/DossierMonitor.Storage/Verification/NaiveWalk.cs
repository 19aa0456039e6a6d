using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Verification;

/// <summary>Goes through a dossier's standing events one by one and keeps what the dossier is after each.</summary>
internal sealed class NaiveWalk(FoldRules rules, string? owner)
{
    private readonly NaiveDays _days = new(rules);
    private readonly List<DossierEvent> _waiting = [];
    private readonly List<Part> _parts = [];
    private readonly List<(NaiveFinding Finding, int Cycle)> _findings = [];

    // What stays through all cycles.
    private Instant? _firstWaiting;
    private string _procedure = "";
    private string? _fieldAsWritten;
    private string? _field;
    private Channel? _channel;
    private UnitKey _unit;
    private TimeLimit? _limit;
    private ClockPolicy _policy;

    // The cycle.
    private int _cycle;
    private bool _open;
    private Instant _start;
    private DueDate _current = new();
    private DueDate _promised = new();
    private DueDate _statutory = new();
    private int _extensions;
    private int _supplements;
    private readonly List<DossierEventType> _pauses = [];
    private Instant _pausedFrom;
    private Instant? _withoutDateFrom;

    public string? ProcedureAsWritten { get; private set; }

    public string? Holder { get; private set; }

    public Instant? ReceivedAt { get; private set; }

    public Instant? ReturnedAt { get; private set; }

    public void Take(DossierEvent e)
    {
        if (e.Recorded is { } recorded && e.Time > recorded)
        {
            Find(Finding.TimeInFuture, e.Time);
        }

        if (e.Type == DossierEventType.Voided)
        {
            return;
        }

        if (ReceivedAt is null)
        {
            if (e.Type == DossierEventType.Received)
            {
                Receive(e);
            }
            else
            {
                Wait(e);
            }
        }
        else if (e.Source != owner)
        {
            Find(Finding.ForeignSource, e.Time);
        }
        else
        {
            Apply(e, e.Time);
        }
    }

    /// <summary>
    /// What happened before the new rules stays as it was seen then, and so does a cycle that had ended; an open one has
    /// from now on the dates that these rules give it.
    /// </summary>
    public void TakeOver(NaiveWalk before, Instant at)
    {
        var (mine, found) = (_parts.ToList(), _findings.ToList());
        _parts.Clear();
        _parts.AddRange(before._parts);
        _findings.Clear();
        _findings.AddRange(before._findings);
        if (!_open)
        {
            _withoutDateFrom = before._withoutDateFrom;
            return;
        }

        var (was, now) = (_parts[^1], mine[^1]);
        if (was.What != now.What)
        {
            Close(at, StretchExit.Continued);
            Open(at, StretchEntry.Continued, now.What);
        }

        for (var i = 0; i < _findings.Count; i++)
        {
            var (finding, cycle) = _findings[i];
            if (cycle == _cycle && (finding.Until is null || finding.Until > at))
            {
                _findings[i] = (finding with { Until = at }, cycle);
            }
        }

        if (before._withoutDateFrom is { } without)
        {
            _findings.Add((new NaiveFinding(Finding.NoDueDate, without, at), _cycle));
        }

        _withoutDateFrom = _withoutDateFrom is null ? null : at;
        _findings.AddRange(found
            .Where(item => item.Cycle == _cycle && (item.Finding.Until is null || item.Finding.Until > at))
            .Select(item => (item.Finding with { From = Instant.Later(item.Finding.From, at) }, _cycle)));
    }

    public IReadOnlyList<NaiveFinding> FindingsSoFar()
    {
        var findings = _findings.Select(item => item.Finding).ToList();
        if (_firstWaiting is { } first)
        {
            findings.Add(new NaiveFinding(Finding.NoReceipt, first, ReceivedAt));
        }

        if (_withoutDateFrom is { } without)
        {
            findings.Add(new NaiveFinding(Finding.NoDueDate, without, null));
        }

        return findings;
    }

    public IReadOnlyList<Stretch> StretchesSoFar() => [.. _parts.Select(ToStretch)];

    private void Find(Finding code, Instant from) => _findings.Add((new NaiveFinding(code, from, null), _cycle));

    // A refusal that can be counted is counted, once; it does not wait for anything.
    private void Wait(DossierEvent e)
    {
        if (e.Type == DossierEventType.Refused && e.Unit is { } unit && e.Procedure is { } procedure && _parts.Count == 0)
        {
            NotAccept(e, unit, procedure);
            return;
        }

        _waiting.Add(e);
        _firstWaiting ??= e.Time;
    }

    private void NotAccept(DossierEvent e, string unit, string procedure)
    {
        _start = e.Time;
        ProcedureAsWritten = procedure;
        SetProcedure(procedure, e.Field, e.Time);
        SetUnit(unit, e.Time, e.Time);
        Open(e.Time, StretchEntry.NotAccepted, Now());
        Close(e.Time, StretchExit.Refused);
    }

    private void Receive(DossierEvent e)
    {
        ReceivedAt = e.Time;
        ProcedureAsWritten = e.Procedure;
        _channel = e.Channel;
        _fieldAsWritten = e.Field;
        BeginCycle(e.Time);
        SetProcedure(e.Procedure!, e.Field, e.Time);
        SetUnit(e.Unit!, e.Time, e.Time);
        AppointFirst(e, e.Time);
        Open(e.Time, StretchEntry.Received, Now());
        foreach (var waiting in _waiting)
        {
            if (waiting.Source != owner)
            {
                Find(Finding.ForeignSource, e.Time);
                continue;
            }

            Find(waiting.Type == DossierEventType.Finished ? Finding.FinishedBeforeReceived : Finding.BeforeReceipt, e.Time);
            // What was refused before it was received was not accepted then; that ends nothing now.
            if (waiting.Type != DossierEventType.Refused)
            {
                Apply(waiting, e.Time);
            }
        }
    }

    // The field follows from the procedure; only where that names none, from what the portal wrote.
    private void SetProcedure(string asWritten, string? field, Instant at)
    {
        _procedure = ProcedureCode.NationalPart(asWritten);
        var inForce = rules.Procedures.InForce(_procedure, _days.DateOf(at));
        var latest = rules.Procedures.Latest(_procedure);
        if (latest is null)
        {
            Find(Finding.UnknownProcedure, at);
        }

        _field = (inForce ?? latest)?.Field ?? field;
        if (field is not null && field != _field)
        {
            Find(Finding.FieldMismatch, at);
        }

        _limit = inForce?.Limit;
        _policy = rules.Procedures.PolicyOf(inForce ?? latest, _field);
    }

    // The code means what it meant when the event happened, even if that was before the receipt.
    private void SetUnit(string code, Instant written, Instant at)
    {
        var day = _days.DateOf(written);
        if (rules.Units.Resolve(code, day) is not { } unit)
        {
            _unit = new UnitKey(code, null);
            Find(Finding.UnknownUnit, at);
            return;
        }

        _unit = unit.Key;
        if (!unit.IsValidOn(day))
        {
            Find(Finding.UnitOutsideValidity, at);
        }
    }

    private void Apply(DossierEvent e, Instant at)
    {
        switch (e.Type)
        {
            case DossierEventType.Received:
                Find(Finding.SecondReceipt, at);
                break;
            case DossierEventType.Reopened when _open:
                Find(Finding.ReopenedWhileOpen, at);
                break;
            case DossierEventType.Reopened:
                Reopen(e, at);
                break;
            // The papers go back to the citizen also after a withdrawal or a refusal.
            case DossierEventType.Returned when !_open && ReturnedAt is null:
                ReturnedAt = e.Time;
                break;
            case var _ when !_open:
                Find(Finding.AfterEnd, at);
                break;
            case DossierEventType.SupplementRequested or DossierEventType.PaymentRequested or DossierEventType.Suspended:
                Pause(e.Type, at);
                break;
            case DossierEventType.SupplementReceived:
                Resume(e, DossierEventType.SupplementRequested, at);
                break;
            case DossierEventType.PaymentReceived:
                Resume(e, DossierEventType.PaymentRequested, at);
                break;
            case DossierEventType.Resumed:
                Resume(e, DossierEventType.Suspended, at);
                break;
            case DossierEventType.Extended:
                Extend(e, at);
                break;
            case DossierEventType.Transferred:
                Transfer(e, at);
                break;
            case DossierEventType.Processing:
                Holder = e.Holder ?? Holder;
                break;
            case DossierEventType.Finished:
                Finish(e.Time, at);
                break;
            case DossierEventType.Returned:
                ReturnedAt = e.Time;
                Finish(e.Time, at);
                break;
            case DossierEventType.Withdrawn:
                End(at, StretchExit.Withdrawn);
                break;
            case DossierEventType.Stopped:
                End(at, StretchExit.Stopped);
                break;
            case DossierEventType.Refused:
                End(at, StretchExit.Refused);
                break;
            default:
                throw new InvalidOperationException($"Nobody applies {e.Type}.");
        }
    }

    private void BeginCycle(Instant at)
    {
        _cycle++;
        _open = true;
        ReturnedAt = null;
        _start = at;
        _extensions = 0;
        _supplements = 0;
        _pauses.Clear();
        _current = new DueDate();
        _promised = new DueDate();
        _statutory = new DueDate();
    }

    // The date that the event brings, else the one that the limit gives; the statutory one is always the limit's.
    private void AppointFirst(DossierEvent e, Instant at)
    {
        Instant? computed = _limit is { } limit ? _days.Appoint(at, limit) : null;
        if (computed is { } statutory)
        {
            MindUnconfirmedYears(at, statutory, at);
            if (_days.IsBeyondCalendar(statutory))
            {
                Find(Finding.StatutoryUnknown, at);
            }
            else
            {
                _statutory.Set(statutory, at);
            }
        }

        if (e.DueAt is { } appointed)
        {
            SetCurrent(_days.Resolve(appointed), at);
        }
        else if (computed is { } due)
        {
            if (_days.IsBeyondCalendar(due))
            {
                Find(Finding.BeyondCalendar, at);
            }

            SetCurrent(due, at);
        }

        if (_current.At is { } first && first < at)
        {
            Find(Finding.DueBeforeReceipt, at);
        }

        MindTheMissingDate(at);
    }

    private void SetCurrent(Instant due, Instant at)
    {
        _current.Set(due, at);
        if (_promised.At is null)
        {
            _promised.Set(due, at);
        }
    }

    private void MindTheMissingDate(Instant at)
    {
        if (_current.At is null)
        {
            _withoutDateFrom ??= at;
        }
        else if (_withoutDateFrom is { } from)
        {
            _findings.Add((new NaiveFinding(Finding.NoDueDate, from, at), _cycle));
            _withoutDateFrom = null;
        }
    }

    // A new cycle is under the limit, the policy and the field in force when it begins, with the unit that had the last one.
    private void Reopen(DossierEvent e, Instant at)
    {
        if (_withoutDateFrom is { } from)
        {
            _findings.Add((new NaiveFinding(Finding.NoDueDate, from, null), _cycle));
            _withoutDateFrom = null;
        }

        BeginCycle(at);
        SetProcedure(ProcedureAsWritten!, _fieldAsWritten, at);
        AppointFirst(e, at);
        Open(at, StretchEntry.Reopened, Now());
    }

    private void Pause(DossierEventType kind, Instant at)
    {
        if (_pauses.Contains(kind))
        {
            Find(Finding.PauseWhileOpenPause, at);
            return;
        }

        if (kind == DossierEventType.SupplementRequested && ++_supplements > 1)
        {
            Find(Finding.SecondSupplement, at);
        }

        if (_pauses.Count == 0)
        {
            _pausedFrom = at;
        }

        _pauses.Add(kind);
        Continue(at);
    }

    private void Resume(DossierEvent e, DossierEventType kind, Instant at)
    {
        if (!_pauses.Remove(kind))
        {
            Find(Finding.ResumeWithoutPause, at);
            return;
        }

        var restarts = _policy == ClockPolicy.Restart && kind == DossierEventType.SupplementRequested && _limit is not null;
        if (restarts)
        {
            Restart(at);
        }
        else if (e.DueAt is { } appointed && TakesPortalsDate())
        {
            SetCurrent(_days.Resolve(appointed), at);
        }

        if (_pauses.Count == 0)
        {
            MoveDates(at);
        }

        MindTheMissingDate(at);
        Continue(at);
    }

    // Where pauses are counted by rule, the portal's date is not used, unless there is none to count from.
    private bool TakesPortalsDate() =>
        _policy == ClockPolicy.Appointed || (_policy == ClockPolicy.Restart && _limit is null) || _current.At is null;

    // The whole limit again from the complete supplement, as if the dossier had been received then.
    private void Restart(Instant at)
    {
        var due = _days.Appoint(at, _limit!.Value);
        MindUnconfirmedYears(at, due, at);
        if (_days.IsBeyondCalendar(due))
        {
            Find(Finding.BeyondCalendar, at);
            Find(Finding.StatutoryUnknown, at);
            _statutory.At = null;
        }
        else
        {
            _statutory.Set(due, at);
        }

        SetCurrent(due, at);
    }

    private void MoveDates(Instant at)
    {
        if (_policy == ClockPolicy.Ignore)
        {
            return;
        }

        Move(_current, at);
        Move(_promised, at);
        if (IsBeyondNow(_current) || IsBeyondNow(_promised))
        {
            Find(Finding.BeyondCalendar, at);
        }

        Move(_statutory, at);
        if (IsBeyondNow(_statutory))
        {
            Find(Finding.StatutoryUnknown, at);
            _statutory.At = null;
        }
    }

    private void MindUnconfirmedYears(Instant from, Instant through, Instant at)
    {
        if (!_days.IsBeyondCalendar(through) && _days.AnyYearUnconfirmed(from, through))
        {
            Find(Finding.UnconfirmedCalendar, at);
        }
    }

    private bool IsBeyondNow(DueDate date) => date.At is { } due && date.Moved && _days.IsBeyondCalendar(due);

    // Counted from the later of the pause's beginning and the moment during it at which the date was set anew; what was
    // overdue then stays overdue.
    private void Move(DueDate date, Instant at)
    {
        date.Moved = false;
        if (date.At is not { } due)
        {
            return;
        }

        var from = Instant.Later(_pausedFrom, date.SetAt);
        var moved = _limit is { Unit: TimeLimitUnit.Hours }
            ? _days.AddOfficeTime(due, _days.OfficeTimeBetween(from, at))
            : _days.MoveByWorkingDays(due, _days.WorkingDaysAfter(_days.DateOf(from), _days.DateOf(at)));
        date.Moved = moved != due;
        if (_days.IsOverdue(due, from) && !_days.IsOverdue(moved, at))
        {
            moved = _days.LastOverdue(at);
        }

        date.At = moved;
    }

    private void Extend(DossierEvent e, Instant at)
    {
        if (++_extensions > 1)
        {
            Find(Finding.SecondExtension, at);
        }

        if (_current.At is { } due && _days.DateOf(at) >= _days.DateOf(due))
        {
            Find(Finding.LateExtension, at);
        }

        SetCurrent(_days.Resolve(e.DueAt!.Value), at);
        MindTheMissingDate(at);
        Continue(at);
    }

    private void Transfer(DossierEvent e, Instant at)
    {
        var before = _unit;
        SetUnit(e.Unit!, e.Time, at);
        if (_unit != before)
        {
            Close(at, StretchExit.TransferredOut);
            Open(at, StretchEntry.TransferredIn, Now());
        }
    }

    // A finish while paused resumes the clock at that instant: the verdict is against the moved dates. During the part that it
    // ends the dates were still those before.
    private void Finish(Instant finish, Instant at)
    {
        if (_pauses.Count > 0)
        {
            MoveDates(at);
            _pauses.Clear();
        }

        End(at, StretchExit.Finished);
        var part = _parts[^1];
        part.FinishedAt = finish;
        part.StatutoryAtFinish = _statutory.At;
        part.CurrentJudgement = _days.Judge(finish, _current.At);
        part.PromisedJudgement = _days.Judge(finish, _promised.At);
    }

    private void End(Instant at, StretchExit exit)
    {
        _open = false;
        Close(at, exit);
    }

    private Snapshot Now() => new(
        _cycle, _unit, _procedure, _field, _channel, _start, _pauses.Count > 0, Overdue(_current), Overdue(_promised), _statutory.At);

    // While paused a dossier is late only if it was so before, except where pauses do not count.
    private DueSince Overdue(DueDate date)
    {
        if (date.At is not { } due)
        {
            return new DueSince(null, null);
        }

        if (_pauses.Count == 0 || _policy == ClockPolicy.Ignore)
        {
            return new DueSince(due, _days.LastInTime(due).Next);
        }

        return new DueSince(due, _days.IsOverdue(due, _pausedFrom) ? _pausedFrom : null);
    }

    // Of several changes at one instant only the last lasts, and how the part began stays.
    private void Continue(Instant at)
    {
        var (last, now) = (_parts[^1], Now());
        if (last.What == now)
        {
            return;
        }

        if (last.From == at)
        {
            last.What = now;
            return;
        }

        Close(at, StretchExit.Continued);
        Open(at, StretchEntry.Continued, now);
    }

    private void Open(Instant at, StretchEntry entry, Snapshot what) => _parts.Add(new Part(at, entry) { What = what });

    private void Close(Instant at, StretchExit exit)
    {
        _parts[^1].To = at;
        _parts[^1].Exit = exit;
    }

    private static Stretch ToStretch(Part part) => new()
    {
        Cycle = part.What.Cycle,
        Unit = part.What.Unit,
        Procedure = part.What.Procedure,
        Field = part.What.Field,
        Channel = part.What.Channel,
        From = part.From,
        To = part.To,
        Entry = part.Entry,
        Exit = part.Exit,
        Paused = part.What.Paused,
        Current = new DueInStretch(part.What.Current.Due, Within(part, part.What.Current.Since)),
        Promised = new DueInStretch(part.What.Promised.Due, Within(part, part.What.Promised.Since)),
        StatutoryDue = part.What.Statutory,
        StatutoryDueAtFinish = part.StatutoryAtFinish,
        CycleStart = part.What.CycleStart,
        FinishedAt = part.FinishedAt,
        CurrentJudgement = part.CurrentJudgement,
        PromisedJudgement = part.PromisedJudgement,
    };

    private static Instant? Within(Part part, Instant? since)
    {
        if (since is not { } overdue)
        {
            return null;
        }

        var from = Instant.Later(overdue, part.From);
        return part.To is { } to && from >= to ? null : from;
    }

    /// <summary>One of the three dates, with what a pause needs to know of it.</summary>
    private sealed class DueDate
    {
        public Instant? At { get; set; }

        public Instant SetAt { get; private set; }

        public bool Moved { get; set; }

        public void Set(Instant due, Instant at)
        {
            At = due;
            SetAt = at;
        }
    }

    /// <summary>A date, and the instant from which it makes the dossier overdue; null when it does not.</summary>
    private readonly record struct DueSince(Instant? Due, Instant? Since);

    /// <summary>Everything that a figure depends on.</summary>
    private sealed record Snapshot(
        int Cycle,
        UnitKey Unit,
        string Procedure,
        string? Field,
        Channel? Channel,
        Instant CycleStart,
        bool Paused,
        DueSince Current,
        DueSince Promised,
        Instant? Statutory);

    /// <summary>A stretch in the making.</summary>
    private sealed class Part(Instant from, StretchEntry entry)
    {
        public Instant From { get; } = from;

        public StretchEntry Entry { get; } = entry;

        public required Snapshot What { get; set; }

        public Instant? To { get; set; }

        public StretchExit Exit { get; set; }

        public Instant? FinishedAt { get; set; }

        public Instant? StatutoryAtFinish { get; set; }

        public Judgement? CurrentJudgement { get; set; }

        public Judgement? PromisedJudgement { get; set; }
    }
}

using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>Lays a cycle's states end to end as stretches.</summary>
internal sealed class StretchBuilder(FoldRules rules)
{
    private readonly List<Stretch> _closed = [];
    private Stretch? _open;

    public bool Any => _closed.Count > 0 || _open is not null;

    public void AddNotAccepted(Cycle cycle, Instant at) =>
        _closed.Add(Snapshot(cycle, at, StretchEntry.NotAccepted) with { To = at, Exit = StretchExit.Refused });

    public void Begin(Cycle cycle, Instant at, StretchEntry entry) => _open = Snapshot(cycle, at, entry);

    /// <summary>Something that figures depend on may have changed within the same unit.</summary>
    public void Continue(Cycle cycle, Instant at)
    {
        var open = _open!;
        var next = Snapshot(cycle, at, StretchEntry.Continued);
        if (next with { From = open.From, Entry = open.Entry, Current = SinceBefore(open.Current, next.Current, at), Promised = SinceBefore(open.Promised, next.Promised, at) } == open)
        {
            return;
        }

        if (open.From == at)
        {
            // No time has passed in the stretch: it is replaced, but how it began stays true.
            _open = next with { Entry = open.Entry };
            return;
        }

        Close(at, StretchExit.Continued);
        _open = next;
    }

    public void MoveToUnit(Cycle cycle, Instant at)
    {
        Close(at, StretchExit.TransferredOut);
        _open = Snapshot(cycle, at, StretchEntry.TransferredIn);
    }

    public void End(Instant at, StretchExit exit) => Close(at, exit);

    /// <param name="cycle">With its due dates as they are at the finish.</param>
    /// <param name="at">When the finish takes effect: not before the receipt.</param>
    /// <param name="finishedAt">The instant that is judged.</param>
    public void Finish(Cycle cycle, Instant at, Instant finishedAt)
    {
        _open = _open! with
        {
            FinishedAt = finishedAt,
            StatutoryDueAtFinish = cycle.StatutoryDue,
            CurrentJudgement = Judge(cycle.CurrentDue, finishedAt),
            PromisedJudgement = Judge(cycle.PromisedDue, finishedAt),
        };
        Close(at, StretchExit.Finished);
    }

    public IReadOnlyList<Stretch> Complete()
    {
        if (_open is { } open)
        {
            _closed.Add(open);
            _open = null;
        }

        return _closed;
    }

    private Judgement Judge(Instant? due, Instant finishedAt)
    {
        var verdict = rules.OnTime.Judge(finishedAt, due);
        return verdict == Verdict.Late
            ? new Judgement(verdict, due, rules.OnTime.DaysLate(due!.Value, finishedAt), rules.OnTime.CalendarDaysLate(due.Value, finishedAt))
            : new Judgement(verdict, due, null, null);
    }

    private void Close(Instant at, StretchExit exit)
    {
        var open = _open!;
        _closed.Add(open with
        {
            To = at,
            Exit = exit,
            Current = open.Current.Until(at),
            Promised = open.Promised.Until(at),
        });
        _open = null;
    }

    // What was overdue before stays so; that is nothing new from here on.
    private static DueInStretch SinceBefore(DueInStretch open, DueInStretch next, Instant at) =>
        next.Due == open.Due && next.OverdueFrom == at && open.OverdueFrom <= at ? open : next;

    private Stretch Snapshot(Cycle cycle, Instant at, StretchEntry entry) => new()
    {
        Cycle = cycle.Number,
        CycleStart = cycle.StartedAt,
        Unit = cycle.Unit,
        Procedure = cycle.Procedure,
        Field = cycle.Field,
        Channel = cycle.Channel,
        From = at,
        Entry = entry,
        Paused = cycle.PausedSince is not null,
        Current = DueAt(cycle, cycle.CurrentDue, at),
        Promised = DueAt(cycle, cycle.PromisedDue, at),
        StatutoryDue = cycle.StatutoryDue,
    };

    private DueInStretch DueAt(Cycle cycle, Instant? due, Instant at)
    {
        if (due is not { } date)
        {
            return default;
        }

        if (cycle.PausedSince is { } since && cycle.CountsPauses)
        {
            // A paused clock makes nobody late, but whoever was late before the pause stays so.
            return new DueInStretch(due, rules.OnTime.IsOverdue(date, since) ? at : null);
        }

        return new DueInStretch(due, Instant.Later(at, rules.OnTime.OverdueFrom(date)));
    }
}

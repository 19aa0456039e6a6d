using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Rates;

/// <summary>What a figure can be broken down by, besides the day.</summary>
public readonly record struct Slice(UnitKey Unit, string Procedure, string? Field, Channel? Channel);

/// <summary>One change of one tally at one instant.</summary>
public readonly record struct TallyMark(Instant At, Measure Measure, int Change);

/// <summary>A late finish with its working days late.</summary>
public readonly record struct LateDaysMark(Instant At, DueDateBasis Basis, int Days);

/// <summary>
/// The marks of a stretch. They carry instants, not days: cut at the end of a day they give that day's tallies, cut at
/// any other instant they give the figures as of then. A mark at an instant depends only on what had happened by then
/// (an overdue edge in the future is a projection that a later event may take away), so figures of the past hold still.
/// </summary>
public static class TallyMarks
{
    public static Slice SliceOf(Stretch stretch)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        return new Slice(stretch.Unit, stretch.Procedure, stretch.Field, stretch.Channel);
    }

    public static void Of(Stretch stretch, Action<TallyMark> mark)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        ArgumentNullException.ThrowIfNull(mark);
        if (stretch.Entry == StretchEntry.NotAccepted)
        {
            mark(new TallyMark(stretch.From, Measure.NotAccepted, 1));
            return;
        }

        if (EntryMeasure(stretch.Entry) is { } entry)
        {
            mark(new TallyMark(stretch.From, entry, 1));
        }

        Stock(Measure.Open, stretch.From, stretch.To);
        Stocks(stretch.Current, Measure.OverdueCurrent, Measure.PausedCurrent, Measure.OpenNoDueDateCurrent);
        Stocks(stretch.Promised, Measure.OverduePromised, Measure.PausedPromised, Measure.OpenNoDueDatePromised);

        if (stretch.To is not { } to)
        {
            return;
        }

        if (ExitMeasure(stretch.Exit) is { } exit)
        {
            mark(new TallyMark(to, exit, 1));
        }

        if (stretch.Exit == StretchExit.Finished)
        {
            mark(new TallyMark(to, VerdictMeasure(stretch.CurrentJudgement!.Value.Verdict, DueDateBasis.Current), 1));
            mark(new TallyMark(to, VerdictMeasure(stretch.PromisedJudgement!.Value.Verdict, DueDateBasis.Promised), 1));
        }

        void Stocks(DueInStretch due, Measure overdue, Measure paused, Measure noDueDate)
        {
            if (due.Due is null)
            {
                Stock(noDueDate, stretch.From, stretch.To);
            }

            if (due.OverdueFrom is { } from)
            {
                Stock(overdue, from, stretch.To);
            }

            if (stretch.Paused)
            {
                Stock(paused, stretch.From, due.OverdueFrom ?? stretch.To);
            }
        }

        void Stock(Measure measure, Instant from, Instant? to)
        {
            if (from == to)
            {
                return;
            }

            mark(new TallyMark(from, measure, 1));
            if (to is { } end)
            {
                mark(new TallyMark(end, measure, -1));
            }
        }
    }

    public static void LateDaysOf(Stretch stretch, Action<LateDaysMark> mark)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        ArgumentNullException.ThrowIfNull(mark);
        if (stretch is not { Exit: StretchExit.Finished, To: { } at })
        {
            return;
        }

        if (stretch.CurrentJudgement?.DaysLate is { } current)
        {
            mark(new LateDaysMark(at, DueDateBasis.Current, current));
        }

        if (stretch.PromisedJudgement?.DaysLate is { } promised)
        {
            mark(new LateDaysMark(at, DueDateBasis.Promised, promised));
        }
    }

    public static Measure VerdictMeasure(Verdict verdict, DueDateBasis basis) => (verdict, basis) switch
    {
        (Verdict.Early, DueDateBasis.Current) => Measure.EarlyCurrent,
        (Verdict.OnTime, DueDateBasis.Current) => Measure.OnTimeCurrent,
        (Verdict.Late, DueDateBasis.Current) => Measure.LateCurrent,
        (Verdict.NoDueDate, DueDateBasis.Current) => Measure.NoDueDateCurrent,
        (Verdict.Early, DueDateBasis.Promised) => Measure.EarlyPromised,
        (Verdict.OnTime, DueDateBasis.Promised) => Measure.OnTimePromised,
        (Verdict.Late, DueDateBasis.Promised) => Measure.LatePromised,
        (Verdict.NoDueDate, DueDateBasis.Promised) => Measure.NoDueDatePromised,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static Measure? EntryMeasure(StretchEntry entry) => entry switch
    {
        StretchEntry.Received => Measure.Received,
        StretchEntry.Reopened => Measure.Reopened,
        StretchEntry.TransferredIn => Measure.TransferredIn,
        _ => null,
    };

    private static Measure? ExitMeasure(StretchExit exit) => exit switch
    {
        StretchExit.TransferredOut => Measure.TransferredOut,
        StretchExit.Withdrawn => Measure.Withdrawn,
        StretchExit.Refused => Measure.Refused,
        StretchExit.Stopped => Measure.Stopped,
        _ => null,
    };
}

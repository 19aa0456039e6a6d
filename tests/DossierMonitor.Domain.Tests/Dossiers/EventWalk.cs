using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>
/// A unit's row counted from the events that took effect, one after the other, as a clerk would: who holds it, does its
/// clock run, when did it end. From the fold it takes only which events took effect and the due dates; no stretch's times,
/// no overdue edge and no mark.
/// </summary>
public sealed class EventWalk(DossierEvent[] events, FoldRules rules)
{
    private readonly LocalDays _days = rules.Clock.Days;

    private sealed record Holding(UnitKey Unit, int Cycle, HashSet<DossierEventType> Pauses, Instant? PausedSince);

    public (Counts Counts, long DaysLate) Row(UnitKey unit, Period period, DueDateBasis basis)
    {
        var (opening, cut) = (period.Opening(_days), period.Cut(_days));
        var history = DossierFold.Fold("D1", events, rules, cut);
        var row = new Counts();
        var daysLate = 0L;
        Holding? holding = null;
        var cycle = 0;
        var carriedOver = false;
        foreach (var entry in history.Timeline.Where(entry => entry.Effect == EventEffect.Applied))
        {
            var e = entry.Event;
            var at = history.ReceivedAt is { } receipt && e.Time < receipt && IsTaken(e, receipt) ? receipt : e.Time;
            var counts = at > opening;
            if (!counts)
            {
                carriedOver = false;
            }

            switch (e.Type)
            {
                case DossierEventType.Received:
                    holding = new Holding(Locate(e), ++cycle, [], null);
                    Count(holding.Unit, row with { Received = row.Received + 1 });
                    break;
                case DossierEventType.Reopened:
                    holding = new Holding(_lastUnit, ++cycle, [], null);
                    Count(holding.Unit, row with { Reopened = row.Reopened + 1 });
                    break;
                case DossierEventType.Transferred:
                    var to = Locate(e);
                    if (to != holding!.Unit)
                    {
                        Count(holding.Unit, row with { TransferredOut = row.TransferredOut + 1 });
                        Count(to, row with { TransferredIn = row.TransferredIn + 1 });
                        holding = holding with { Unit = to };
                    }

                    break;
                case DossierEventType.SupplementRequested or DossierEventType.PaymentRequested or DossierEventType.Suspended:
                    holding!.Pauses.Add(e.Type);
                    holding = holding with { PausedSince = holding.PausedSince ?? at };
                    break;
                case DossierEventType.SupplementReceived or DossierEventType.PaymentReceived or DossierEventType.Resumed:
                    holding!.Pauses.Remove(Opens(e.Type));
                    holding = holding.Pauses.Count == 0 ? holding with { PausedSince = null } : holding;
                    break;
                case DossierEventType.Finished or DossierEventType.Returned when holding is not null:
                    var due = history.Stretches.Single(stretch => stretch.Cycle == cycle && stretch.Exit == StretchExit.Finished).Judged(basis)!.Value.Due;
                    Count(holding.Unit, Judge(e.Time, due) switch
                    {
                        Verdict.Early => row with { Early = row.Early + 1 },
                        Verdict.OnTime => row with { OnTime = row.OnTime + 1 },
                        Verdict.Late => row with { Late = row.Late + 1 },
                        _ => row with { NoDueDate = row.NoDueDate + 1 },
                    });
                    if (counts && holding.Unit == unit && Judge(e.Time, due) == Verdict.Late)
                    {
                        daysLate += WalkedDays(_days.DateOf(due!.Value), _days.DateOf(e.Time));
                    }

                    End();
                    break;
                case DossierEventType.Withdrawn:
                    Count(holding!.Unit, row with { Withdrawn = row.Withdrawn + 1 });
                    End();
                    break;
                case DossierEventType.Stopped:
                    Count(holding!.Unit, row with { Stopped = row.Stopped + 1 });
                    End();
                    break;
                case DossierEventType.Refused when holding is null:
                    Count(Locate(e), row with { NotAccepted = row.NotAccepted + 1 });
                    break;
                case DossierEventType.Refused:
                    Count(holding.Unit, row with { Refused = row.Refused + 1 });
                    End();
                    break;
                default:
                    break;
            }

            if (!counts)
            {
                carriedOver = holding?.Unit == unit;
            }

            void Count(UnitKey of, Counts counted) => row = counts && of == unit ? counted : row;

            void End()
            {
                _lastUnit = holding!.Unit;
                holding = null;
            }
        }

        row = row with { CarriedOver = carriedOver ? 1 : 0 };
        return (holding?.Unit == unit ? WithStock(row, holding, history.Last!, basis, cut) : row, daysLate);
    }

    private UnitKey _lastUnit;

    private Counts WithStock(Counts row, Holding holding, Stretch last, DueDateBasis basis, Instant cut)
    {
        var due = last.Due(basis).Due;
        var stops = holding.PausedSince is not null && last.Procedure != "I";
        var overdue = due is { } date && (By(date) < (stops ? holding.PausedSince!.Value : cut));
        return row with
        {
            Open = 1,
            OpenOverdue = overdue ? 1 : 0,
            Paused = holding.PausedSince is not null && !overdue ? 1 : 0,
            OpenNoDueDate = due is null ? 1 : 0,
        };
    }

    private Verdict Judge(Instant finish, Instant? due) => due is not { } date ? Verdict.NoDueDate
        : finish > By(date) ? Verdict.Late
        : _days.DateOf(finish) < _days.DateOf(date) ? Verdict.Early
        : Verdict.OnTime;

    private Instant By(Instant due) => rules.OnTime.By == VerdictBy.Date ? _days.EndOf(_days.DateOf(due)) : due;

    private int WalkedDays(DateOnly due, DateOnly finish) => Math.Max(1,
        Enumerable.Range(1, Math.Max(0, finish.DayNumber - due.DayNumber)).Count(i => rules.Clock.Calendar.IsWorkingDay(due.AddDays(i))));

    private UnitKey Locate(DossierEvent e) => rules.Units.Resolve(e.Unit!, _days.DateOf(e.Time))!.Key;

    // A refusal before the receipt is counted on its own day; everything else of that time waits for the receipt.
    private static bool IsTaken(DossierEvent e, Instant receipt) => e.Type != DossierEventType.Refused && e.Time < receipt;

    private static DossierEventType Opens(DossierEventType resume) => resume switch
    {
        DossierEventType.SupplementReceived => DossierEventType.SupplementRequested,
        DossierEventType.PaymentReceived => DossierEventType.PaymentRequested,
        _ => DossierEventType.Suspended,
    };
}

using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>
/// The row of a unit counted the slow way: each dossier is folded from what had happened by the moment in question, and
/// looked at. No marks, no tallies, no stretch of a later fold.
/// </summary>
public sealed class NaiveFigures(IReadOnlyList<DossierEvent> events, FoldRules rules)
{
    private readonly List<IGrouping<string, DossierEvent>> _dossiers = [.. events.GroupBy(e => e.Code)];
    private readonly Dictionary<(string Code, Instant At), DossierHistory> _folds = [];

    public Counts Row(string unit, Period period, DueDateBasis basis)
    {
        var days = rules.Clock.Days;
        var (opening, cut) = (period.Opening(days), period.Cut(days));
        var counts = new Counts();
        foreach (var dossier in _dossiers)
        {
            var before = Fold(dossier, opening);
            var after = Fold(dossier, cut);
            if (IsOpen(before) && before.Last!.Unit.Code == unit)
            {
                counts = counts with { CarriedOver = counts.CarriedOver + 1 };
            }

            // What is in the later fold and was not in the earlier one has happened in between.
            foreach (var stretch in after.Stretches.Where(stretch => stretch.Unit.Code == unit))
            {
                var beganBetween = stretch.From > opening;
                var endedBetween = stretch.To > opening;
                counts = counts with
                {
                    Received = counts.Received + Count(beganBetween && stretch.Entry == StretchEntry.Received),
                    Reopened = counts.Reopened + Count(beganBetween && stretch.Entry == StretchEntry.Reopened),
                    TransferredIn = counts.TransferredIn + Count(beganBetween && stretch.Entry == StretchEntry.TransferredIn),
                    NotAccepted = counts.NotAccepted + Count(beganBetween && stretch.Entry == StretchEntry.NotAccepted),
                    TransferredOut = counts.TransferredOut + Count(endedBetween && stretch.Exit == StretchExit.TransferredOut),
                    Withdrawn = counts.Withdrawn + Count(endedBetween && stretch.Exit == StretchExit.Withdrawn),
                    Stopped = counts.Stopped + Count(endedBetween && stretch.Exit == StretchExit.Stopped),
                    Refused = counts.Refused + Count(endedBetween && stretch.Exit == StretchExit.Refused && stretch.Entry != StretchEntry.NotAccepted),
                };
                if (endedBetween && stretch.Judged(basis) is { } judged)
                {
                    counts = counts with
                    {
                        Early = counts.Early + Count(judged.Verdict == Verdict.Early),
                        OnTime = counts.OnTime + Count(judged.Verdict == Verdict.OnTime),
                        Late = counts.Late + Count(judged.Verdict == Verdict.Late),
                        NoDueDate = counts.NoDueDate + Count(judged.Verdict == Verdict.NoDueDate),
                    };
                }
            }

            if (IsOpen(after) && after.Last!.Unit.Code == unit)
            {
                var state = after.StateAt(cut, basis);
                counts = counts with
                {
                    Open = counts.Open + 1,
                    OpenOverdue = counts.OpenOverdue + Count(state == DossierState.Overdue),
                    Paused = counts.Paused + Count(state == DossierState.Paused),
                    OpenNoDueDate = counts.OpenNoDueDate + Count(after.Last!.Due(basis).Due is null),
                };
            }
        }

        return counts;
    }

    private DossierHistory Fold(IGrouping<string, DossierEvent> dossier, Instant at)
    {
        if (!_folds.TryGetValue((dossier.Key, at), out var history))
        {
            _folds[(dossier.Key, at)] = history = DossierFold.Fold(dossier.Key, [.. dossier], rules, at);
        }

        return history;
    }

    private static bool IsOpen(DossierHistory history) =>
        history.Last is { To: null, Entry: not StretchEntry.NotAccepted };

    private static int Count(bool condition) => condition ? 1 : 0;
}

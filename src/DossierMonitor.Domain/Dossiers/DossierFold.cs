using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>
/// The state of a dossier as a pure function of its events: order of arrival, batching and time of day play no part.
/// </summary>
public static class DossierFold
{
    /// <param name="code">The dossier's code.</param>
    /// <param name="events">All its events, in any order, of any source.</param>
    /// <param name="rules">Calendar, units, procedures, the on-time rule.</param>
    /// <param name="asOf">Fold only what had happened by then; voids apply whenever they came. Null = everything.</param>
    /// <param name="steps">Takes down what sets and moves the due dates, for a ledger; null = not wanted.</param>
    public static DossierHistory Fold(
        string code, IReadOnlyCollection<DossierEvent> events, FoldRules rules, Instant? asOf = null, DueDateSteps? steps = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var takenBack = Voids.TakenBack(events);
        var ordered = events.Where(e => asOf is not { } limit || e.Time <= limit).ToList();
        ordered.Sort(FoldOrder.Instance);

        var owner = ordered.Find(e => e.Type == DossierEventType.Received && !takenBack.Contains((e.Source, e.Id)))?.Source;
        var fold = new DossierFolding(code, owner, rules, steps);
        foreach (var e in ordered)
        {
            if (takenBack.Contains((e.Source, e.Id)))
            {
                fold.Note(e, EventEffect.Voided);
                continue;
            }

            fold.NoteRecording(e);
            if (e.Type == DossierEventType.Voided)
            {
                fold.ApplyVoid(e, ordered.Find(target => target.Source == e.Source && target.Id == e.EventId && target != e)?.Time);
            }
            else
            {
                fold.Apply(e);
            }
        }

        return fold.Complete();
    }

    /// <summary>
    /// By rules that change over time: as of an instant, an open cycle has the dates that the version in force then gives to
    /// everything that had happened; a cycle that ended keeps what the version in force at its end gave.
    /// </summary>
    public static DossierHistory Fold(
        string code, IReadOnlyCollection<DossierEvent> events, RuleTimeline rules, Instant? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(rules);
        var newest = rules.IndexAt(asOf ?? Instant.MaxValue);
        var last = Fold(code, events, rules.Versions[newest].Rules, asOf);
        if (rules.Versions.Count == 1 || last.Stretches.Count == 0)
        {
            return last;
        }

        // Versions that came before the dossier began, or after all of it was over, have nothing to say.
        var first = rules.IndexAt(last.Stretches[0].From);
        var final = newest;
        if (last.Stretches[^1].To is { } end)
        {
            final = Math.Min(final, rules.IndexAt(Instant.Later(end, last.Stretches[^1].From)));
        }

        if (first == final)
        {
            return By(final);
        }

        var splice = new HistorySplice();
        for (var i = first; i <= final; i++)
        {
            var version = rules.Versions[i];
            var from = i == first ? Instant.MinValue : version.From;
            if (i == final)
            {
                var whole = By(final);
                splice.Add(whole, from);
                splice.AddFindings(whole, from, Instant.MaxValue);
                return splice.Complete(whole);
            }

            var until = rules.Versions[i + 1].From;
            splice.Add(Fold(code, events, version.Rules, until.Previous), from);
            splice.AddFindings(By(i), from, until);
        }

        throw new InvalidOperationException("The last version completes the history.");

        DossierHistory By(int version) => version == newest ? last : Fold(code, events, rules.Versions[version].Rules, asOf);
    }
}

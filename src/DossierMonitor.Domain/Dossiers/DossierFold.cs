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
    public static DossierHistory Fold(
        string code, IReadOnlyCollection<DossierEvent> events, FoldRules rules, Instant? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var takenBack = Voids.TakenBack(events);
        var ordered = events.Where(e => asOf is not { } limit || e.Time <= limit).ToList();
        ordered.Sort(FoldOrder.Instance);

        var owner = ordered.Find(e => e.Type == DossierEventType.Received && !takenBack.Contains((e.Source, e.Id)))?.Source;
        var fold = new DossierFolding(code, owner, rules);
        foreach (var e in ordered)
        {
            fold.NoteRecording(e);
            if (takenBack.Contains((e.Source, e.Id)))
            {
                fold.Note(e, EventEffect.Voided);
            }
            else if (e.Type == DossierEventType.Voided)
            {
                var hasTarget = events.Any(target => target.Source == e.Source && target.Id == e.EventId && target != e);
                fold.ApplyVoid(e, hasTarget);
            }
            else
            {
                fold.Apply(e);
            }
        }

        return fold.Complete();
    }
}

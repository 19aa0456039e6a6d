using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Verification;

internal sealed record NaiveHistory(
    string? Source,
    string? ProcedureAsWritten,
    string? Holder,
    Instant? ReceivedAt,
    Instant? ReturnedAt,
    IReadOnlyList<Stretch> Stretches,
    IReadOnlyList<NaiveFinding> Findings);

/// <summary>A finding as it can be seen at <paramref name="From"/> ≤ t, and t &lt; <paramref name="Until"/> if that is given.</summary>
internal readonly record struct NaiveFinding(Finding Code, Instant From, Instant? Until);

/// <summary>
/// A dossier's history made a second time, by someone who had not seen the first: what the service stores is compared with
/// it. It shares the data types and the reference data with the service, and no computation.
/// </summary>
internal static class NaiveFold
{
    // The order in which events of the same millisecond count.
    private static readonly DossierEventType[][] Order =
    [
        [DossierEventType.Received],
        [DossierEventType.Reopened],
        [DossierEventType.SupplementReceived, DossierEventType.PaymentReceived, DossierEventType.Resumed],
        [DossierEventType.Extended],
        [DossierEventType.Transferred],
        [DossierEventType.Processing],
        [DossierEventType.SupplementRequested, DossierEventType.PaymentRequested, DossierEventType.Suspended],
        [DossierEventType.Finished],
        [DossierEventType.Returned],
        [DossierEventType.Withdrawn],
        [DossierEventType.Stopped],
        [DossierEventType.Refused],
        [DossierEventType.Voided],
    ];

    /// <param name="code">The dossier.</param>
    /// <param name="events">Its events in any order.</param>
    /// <param name="versions">Rules in force from an instant on, ascending, the first from <see cref="Instant.MinValue"/>.</param>
    public static NaiveHistory Run(
        string code, IReadOnlyCollection<DossierEvent> events, IReadOnlyList<(Instant From, FoldRules Rules)> versions)
    {
        var ordered = InOrder(events.Where(e => e.Code == code));
        var findings = new List<NaiveFinding>();
        var standing = WithoutVoided(ordered, findings);
        var owner = standing.Find(e => e.Type == DossierEventType.Received)?.Source;

        var walk = new NaiveWalk(versions[0].Rules, owner);
        var taken = 0;
        foreach (var (from, rules) in versions.Skip(1))
        {
            for (; taken < standing.Count && standing[taken].Time < from; taken++)
            {
                walk.Take(standing[taken]);
            }

            walk = UnderNewRules(walk, new NaiveWalk(rules, owner), standing.Take(taken), from);
        }

        foreach (var e in standing.Skip(taken))
        {
            walk.Take(e);
        }

        findings.AddRange(walk.FindingsSoFar());
        return new NaiveHistory(
            owner, walk.ProcedureAsWritten, walk.Holder, walk.ReceivedAt, walk.ReturnedAt, walk.StretchesSoFar(), findings);
    }

    // Everything is gone through again from the first event, as if these rules had always held; only what had ended stays.
    private static NaiveWalk UnderNewRules(NaiveWalk before, NaiveWalk after, IEnumerable<DossierEvent> events, Instant from)
    {
        foreach (var e in events)
        {
            after.Take(e);
        }

        after.TakeOver(before, from);
        return after;
    }

    private static List<DossierEvent> InOrder(IEnumerable<DossierEvent> events)
    {
        var ordered = events.ToList();
        ordered.Sort((a, b) =>
        {
            var order = a.Time.CompareTo(b.Time);
            order = order != 0 ? order : Place(a.Type).CompareTo(Place(b.Type));
            order = order != 0 ? order : string.CompareOrdinal(a.Source, b.Source);
            return order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        });
        return ordered;
    }

    private static int Place(DossierEventType type) => Array.FindIndex(Order, types => Array.IndexOf(types, type) >= 0);

    // A void can be taken back only by a later one, so the last void stands, and from there backwards each is decided by those
    // that are known to stand.
    private static List<DossierEvent> WithoutVoided(List<DossierEvent> ordered, List<NaiveFinding> findings)
    {
        var voided = new bool[ordered.Count];
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            if (ordered[i].Type != DossierEventType.Voided || voided[i])
            {
                continue;
            }

            var target = ordered.FindIndex(e => e.Source == ordered[i].Source && e.Id == ordered[i].EventId);
            if (target < 0 || target == i)
            {
                findings.Add(new NaiveFinding(Finding.VoidWithoutTarget, ordered[i].Time, null));
                continue;
            }

            // Until what it takes back has happened there is nothing to take back.
            if (ordered[target].Time > ordered[i].Time)
            {
                findings.Add(new NaiveFinding(Finding.VoidWithoutTarget, ordered[i].Time, ordered[target].Time));
            }

            if (ordered[target].Type != DossierEventType.Voided || target < i)
            {
                voided[target] = true;
            }
        }

        return [.. ordered.Where((_, i) => !voided[i])];
    }
}

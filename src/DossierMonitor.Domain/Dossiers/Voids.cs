namespace DossierMonitor.Domain.Dossiers;

/// <summary>
/// Which events of a dossier are taken back. A void takes back the event of its own source that it names, whatever the two
/// times are and at every as-of instant. A void can itself be voided by a later one (later in time, then id), which is
/// what keeps chains of voids free of circles.
/// </summary>
public static class Voids
{
    /// <returns>The (source, id) of every event that is taken back.</returns>
    public static HashSet<(string Source, string Id)> TakenBack(IReadOnlyCollection<DossierEvent> events)
    {
        var takenBack = new HashSet<(string, string)>();
        var voids = events.Where(e => e.Type == DossierEventType.Voided).ToList();
        if (voids.Count == 0)
        {
            return takenBack;
        }

        voids.Sort(FoldOrder.Instance);
        var order = new Dictionary<(string, string), int>();
        for (var i = 0; i < voids.Count; i++)
        {
            order[(voids[i].Source, voids[i].Id)] = i;
        }

        for (var i = voids.Count - 1; i >= 0; i--)
        {
            if (takenBack.Contains((voids[i].Source, voids[i].Id)))
            {
                continue;
            }

            var target = (voids[i].Source, voids[i].EventId!);
            if (!order.TryGetValue(target, out var position) || position < i)
            {
                takenBack.Add(target);
            }
        }

        return takenBack;
    }
}

using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>A finding on a dossier and the time in which it holds.</summary>
internal readonly record struct FindingInterval(Finding Code, Instant Since, Instant? Until);

/// <summary>
/// The times in which a dossier has a finding, whichever of its events show it: overlapping ones are one, so that the row of
/// a finding does not depend on how many events made it.
/// </summary>
internal static class FindingIntervals
{
    public static IReadOnlyList<FindingInterval> Of(DossierHistory history) =>
        history.Findings.Count == 0 && history.PastFindings.Count == 0
            ? []
            : Of(history.Findings.Concat(history.PastFindings).Select(finding => new FindingInterval(finding.Code, finding.Since, finding.Until)));

    public static IReadOnlyList<FindingInterval> Of(IEnumerable<FindingInterval> findings)
    {
        var merged = new List<FindingInterval>();
        foreach (var next in findings.Where(finding => finding.Until is not { } end || finding.Since < end).OrderBy(finding => finding.Code).ThenBy(finding => finding.Since))
        {
            if (merged.Count == 0 || merged[^1] is var last && (last.Code != next.Code || last.Until < next.Since))
            {
                merged.Add(next);
            }
            else if (last.Until is { } end && (next.Until is null || next.Until > end))
            {
                merged[^1] = last with { Until = next.Until };
            }
        }

        return merged;
    }
}

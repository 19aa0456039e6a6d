using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>
/// Joins the histories that one dossier has under successive rules. They agree in everything but the dates, so only the
/// stretch that holds across a border is cut there, and only if its dates differ.
/// </summary>
internal sealed class HistorySplice
{
    private readonly List<Stretch> _stretches = [];
    private readonly List<FindingRecord> _findings = [];
    private readonly List<FindingRecord> _pastFindings = [];
    private readonly SortedDictionary<int, CycleRecord> _cycles = [];

    /// <param name="history">Under the rules that hold from <paramref name="from"/> on, folded as of their last instant.</param>
    /// <param name="from">Inclusive.</param>
    public void Add(DossierHistory history, Instant from)
    {
        foreach (var stretch in history.Stretches)
        {
            if (stretch.From >= from)
            {
                _stretches.Add(stretch);
            }
            else if (stretch.To is null || stretch.To >= from)
            {
                // What ends at the border itself is the new rules' to judge.
                GoOn(stretch, from);
            }
        }

        // A cycle that ended keeps the paused days that the calendar of its end gave it, as it keeps its dates.
        foreach (var cycle in history.Cycles.Where(cycle => !(EndOf(history, cycle.Number) < from)))
        {
            _cycles[cycle.Number] = cycle;
        }
    }

    private static Instant? EndOf(DossierHistory history, int cycle) =>
        history.Stretches.LastOrDefault(stretch => stretch.Cycle == cycle) is { EndsCycle: true } last ? last.To : null;

    /// <summary>
    /// An open cycle has the findings of the rules in force; one that ended keeps those of its end; what came before the receipt
    /// depends on no rules.
    /// </summary>
    /// <param name="history">Under the rules that hold from <paramref name="from"/> to <paramref name="until"/>, with all events.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="until">Exclusive; the maximum = these are the last rules.</param>
    public void AddFindings(DossierHistory history, Instant from, Instant until)
    {
        var ends = history.Stretches.Where(stretch => stretch.Cycle > 0 && stretch.EndsCycle).ToDictionary(stretch => stretch.Cycle, stretch => stretch.To!.Value);
        foreach (var finding in history.Findings.Concat(history.PastFindings))
        {
            if (finding.Cycle == 0)
            {
                if (until == Instant.MaxValue)
                {
                    Add(finding);
                }

                continue;
            }

            Instant? end = ends.TryGetValue(finding.Cycle, out var at) ? at : null;
            if (end < from)
            {
                continue;
            }

            var since = Instant.Later(finding.Since, from);
            Instant? last = until == Instant.MaxValue || end < until ? null : until;
            if (finding.Until is { } ceased && (last is null || ceased < last))
            {
                last = ceased;
            }

            if (last is null || since < last)
            {
                Add(finding with { Since = since, Until = last });
            }
        }
    }

    private void Add(FindingRecord finding) => (finding.Until is null ? _findings : _pastFindings).Add(finding);

    /// <param name="latest">Everything else is as the last rules have it.</param>
    public DossierHistory Complete(DossierHistory latest) =>
        latest with { Cycles = [.. _cycles.Values], Stretches = _stretches, Findings = _findings, PastFindings = _pastFindings };

    private void GoOn(Stretch stretch, Instant at)
    {
        var before = _stretches[^1];
        if (before.Current.Due == stretch.Current.Due && before.Promised.Due == stretch.Promised.Due && before.StatutoryDue == stretch.StatutoryDue)
        {
            // The dates may have come to be the same at different times: overdue is from when the rules of the time had it.
            _stretches[^1] = stretch with
            {
                From = before.From,
                Entry = before.Entry,
                Current = Within(before.Current, before.From, stretch.To),
                Promised = Within(before.Promised, before.From, stretch.To),
            };
            return;
        }

        _stretches[^1] = before with
        {
            To = at,
            Exit = StretchExit.Continued,
            Current = before.Current.Until(at),
            Promised = before.Promised.Until(at),
        };
        if (stretch.To == at && stretch.Exit == StretchExit.Continued)
        {
            // An event at the very border begins the next stretch: no time passes in this one.
            return;
        }

        _stretches.Add(stretch with
        {
            From = at,
            Entry = StretchEntry.Continued,
            Current = Within(stretch.Current, at, stretch.To),
            Promised = Within(stretch.Promised, at, stretch.To),
        });
    }

    private static DueInStretch Within(DueInStretch due, Instant from, Instant? to)
    {
        var started = due.OverdueFrom is { } overdue ? due with { OverdueFrom = Instant.Later(overdue, from) } : due;
        return to is { } end ? started.Until(end) : started;
    }
}

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
    }

    /// <summary>What the calendar of its time made of an event stays found.</summary>
    /// <param name="history">Under the rules that hold from <paramref name="from"/> to <paramref name="until"/>, with all events.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    public void AddFindings(DossierHistory history, Instant from, Instant until)
    {
        _findings.AddRange(history.Findings.Where(finding => finding.Since >= from && finding.Since < until));
        _pastFindings.AddRange(history.PastFindings.Where(finding => finding.Since >= from && finding.Since < until));
    }

    /// <param name="latest">Everything else is as the last rules have it.</param>
    public DossierHistory Complete(DossierHistory latest) =>
        latest with { Stretches = _stretches, Findings = _findings, PastFindings = _pastFindings };

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
            Current = Until(before.Current, at),
            Promised = Until(before.Promised, at),
        };
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
        return to is { } end ? Until(started, end) : started;
    }

    private static DueInStretch Until(DueInStretch due, Instant end) =>
        due.OverdueFrom is { } from && from >= end ? due with { OverdueFrom = null } : due;
}

using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Dossiers;

/// <summary>Everything besides the events that a fold depends on, with one calendar.</summary>
public sealed record FoldRules(WorkClock Clock, OnTimeRule OnTime, UnitDirectory Units, ProcedureCatalog Procedures);

/// <summary>Rules and the instant from which they hold.</summary>
public readonly record struct EffectiveRules(Instant From, FoldRules Rules);

/// <summary>
/// The rules over time. They differ in their calendar: when a notice about days off takes effect, dossiers that are open get
/// new dates, and what was finished before keeps the verdict that the calendar of its time gave.
/// </summary>
public sealed class RuleTimeline
{
    public RuleTimeline(IEnumerable<EffectiveRules> versions)
    {
        Versions = [.. versions.OrderBy(version => version.From)];
        if (Versions.Count == 0 || Versions[0].From != Instant.MinValue)
        {
            throw new ArgumentException("The first version of the rules must hold from the beginning.", nameof(versions));
        }

        for (var i = 1; i < Versions.Count; i++)
        {
            if (Versions[i].From == Versions[i - 1].From)
            {
                throw new ArgumentException("Two versions of the rules cannot hold from the same instant.", nameof(versions));
            }
        }
    }

    public RuleTimeline(FoldRules rules)
        : this([new EffectiveRules(Instant.MinValue, rules)])
    {
    }

    public IReadOnlyList<EffectiveRules> Versions { get; }

    /// <summary>The newest, which may take effect only later.</summary>
    public FoldRules Latest => Versions[^1].Rules;

    public FoldRules At(Instant instant) => Versions[IndexAt(instant)].Rules;

    public int IndexAt(Instant instant)
    {
        var index = Versions.Count - 1;
        while (Versions[index].From > instant)
        {
            index--;
        }

        return index;
    }
}

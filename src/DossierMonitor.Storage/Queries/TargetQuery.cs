using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

/// <param name="Unit">Set for a per-unit target.</param>
/// <param name="Asked">The definition that was asked for; null = the one that the target names.</param>
public sealed record TargetAnswer(TargetResult Result, Unit? Unit, RateDefinition? Asked = null);

/// <summary>Checks the configured targets over a period.</summary>
public static class TargetQuery
{
    /// <param name="snapshot">The database.</param>
    /// <param name="period">The period.</param>
    /// <param name="definitions">Each target by each of these; null = by the one that the target names.</param>
    /// <param name="within">Only this unit and those below it; null = all.</param>
    public static IReadOnlyList<TargetAnswer> Run(Snapshot snapshot, Period period, IReadOnlyList<RateDefinition?> definitions, string? within = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Run(snapshot, FigureParts.Load(snapshot, period, fine: false, _ => true, withLateDays: false), period, definitions, within);
    }

    /// <summary>From parts of every unit that were loaded before.</summary>
    public static IReadOnlyList<TargetAnswer> Run(
        Snapshot snapshot, FigureParts parts, Period period, IReadOnlyList<RateDefinition?> definitions, string? within = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(definitions);
        return [.. definitions.SelectMany(definition => Run(snapshot, parts, period, definition, within).Select(answer => answer with { Asked = definition }))];
    }

    private static List<TargetAnswer> Run(Snapshot snapshot, FigureParts parts, Period period, RateDefinition? definition, string? within)
    {
        var answers = new List<TargetAnswer>();
        var targets = snapshot.Rulebook.Reference.Targets.Select(target => definition is null ? target : target with { Definition = definition }).ToList();
        foreach (var target in targets)
        {
            if (target.Each is not null)
            {
                answers.AddRange(EachUnit(snapshot, parts, period, target, within));
            }
            else if (target.ShareOf is { } of)
            {
                var each = targets.First(other => other.Id == of);

                // A unit without a finished dossier has no verdict and is in neither part of the share.
                var verdicts = EachUnit(snapshot, parts, period, each, within).Where(answer => answer.Result.Met is not null).ToList();
                var share = new Share(verdicts.Count(answer => answer.Result.Met == true), verdicts.Count);
                answers.Add(new TargetAnswer(target.Check(share), null));
            }
            else
            {
                var tally = FigureQuery.Run(snapshot, parts, period, Breakdown.Unit, new FigureFilter(Field: target.Field, Within: within)).Total;
                answers.Add(new TargetAnswer(target.Check(Counts.From(tally, target.Definition.Basis)), null));
            }
        }

        return answers;
    }

    private static IEnumerable<TargetAnswer> EachUnit(Snapshot snapshot, FigureParts parts, Period period, Target target, string? within)
    {
        var by = target.Each switch
        {
            UnitKind.District => Breakdown.District,
            UnitKind.Branch => Breakdown.Branch,
            _ => Breakdown.Unit,
        };
        return FigureQuery.Run(snapshot, parts, period, by, new FigureFilter(Field: target.Field, Within: within)).Rows
            .Where(row => row.Unit?.Kind == target.Each)
            .Select(row => new TargetAnswer(target.Check(Counts.From(row.Tally, target.Definition.Basis)), row.Unit));
    }
}

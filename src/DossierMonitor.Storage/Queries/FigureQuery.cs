using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

public enum Breakdown
{
    District,
    Branch,
    Unit,
    Field,
    Procedure,
    Channel,
    Month,
}

/// <summary>Which dossiers take part.</summary>
/// <param name="Unit">A unit code; its subordinate units take part with it.</param>
/// <param name="IncludeBranches">A district's land-registry branches take part too; they are reported apart otherwise.</param>
/// <param name="Within">What the caller may see: this unit and all below it; null = everything.</param>
public sealed record FigureFilter(
    string? Unit = null, string? Field = null, string? Procedure = null, Channel? Channel = null, bool IncludeBranches = false, string? Within = null)
{
    public static FigureFilter None { get; } = new();

    /// <summary>True when the coarse tallies cannot answer.</summary>
    public bool NeedsFineTallies => Procedure is not null || Channel is not null;
}

/// <param name="Key">Code of the unit, field, procedure or channel, or yyyy-MM; empty = the dossiers that have none.</param>
/// <param name="Unit">Set when the row is a unit.</param>
public sealed record FigureRow(string Key, string Name, Unit? Unit, Tally Tally)
{
    internal RowKey RowKey => new(Key, Unit?.ValidFrom);
}

public sealed record Figures(Tally Total, IReadOnlyList<FigureRow> Rows);

/// <summary>Figures of a period, broken down and filtered.</summary>
public static class FigureQuery
{
    public static Figures Run(Snapshot snapshot, Period period, Breakdown by, FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(filter);
        return Run(snapshot, Load(snapshot, period, by, filter), period, by, filter);
    }

    /// <summary>What the rows of one breakdown are made of.</summary>
    internal static FigureParts Load(
        Snapshot snapshot, Period period, Breakdown by, FigureFilter filter, bool withLateDays = true, IntervalLength length = IntervalLength.Month)
    {
        var fine = filter.NeedsFineTallies || by is Breakdown.Procedure or Breakdown.Channel;
        var units = new UnitScope(snapshot.Rulebook.Rules.Units, by == Breakdown.Branch, filter);
        var keys = new RowKeys(snapshot.Rulebook.Rules, by, filter);
        return FigureParts.Load(
            snapshot, period, fine, slice => units.Takes(slice.Unit) && TakesSlice(slice, filter) && keys.Of(slice) is not null, withLateDays, length);
    }

    /// <summary>From parts loaded before: several breakdowns of one answer read the tallies once.</summary>
    public static Figures Run(Snapshot snapshot, FigureParts parts, Period period, Breakdown by, FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(filter);
        var rules = snapshot.Rulebook.Rules;
        var units = new UnitScope(rules.Units, by == Breakdown.Branch, filter);
        var taken = parts.Parts.Where(part => units.Takes(part.Slice.Unit) && TakesSlice(part.Slice, filter));
        if (by == Breakdown.Month)
        {
            return ByMonth(taken, period);
        }

        var rows = FigureRows.Empty(rules, period, by, units, filter);
        foreach (var part in taken)
        {
            if (rows.Of(part.Slice) is { } tally)
            {
                Add(tally, part);
            }
        }

        var total = new Tally();
        var list = rows.Sorted();
        foreach (var row in list)
        {
            total.Add(row.Tally);
        }

        return new Figures(total, list);
    }

    private static void Add(Tally tally, FigurePart part)
    {
        foreach (var (bucket, sums) in part.Sums)
        {
            tally.Stocks.Add(sums);
            if (bucket == 0)
            {
                tally.CarriedOver += sums[Measure.Open];
            }
            else
            {
                tally.Flows.Add(sums);
            }
        }

        foreach (var late in part.LateDays)
        {
            tally.Late(late.Basis).Add(late.Days, late.Finishes);
        }
    }

    // Flows of months add up; stocks do not. The total carries over what the first month does and ends where the last one
    // ends, so that it is the same total as in every other breakdown.
    private static Figures ByMonth(IEnumerable<FigurePart> parts, Period period)
    {
        var total = new Tally();
        var months = new SortedDictionary<int, Tally>();
        for (var month = new DateOnly(period.From.Year, period.From.Month, 1); month <= period.To; month = month.AddMonths(1))
        {
            months[(month.Year * 100) + month.Month] = new Tally();
        }

        foreach (var part in parts)
        {
            Add(total, part);
            foreach (var (bucket, sums) in part.Sums)
            {
                foreach (var (month, tally) in months)
                {
                    if (bucket == month)
                    {
                        tally.Flows.Add(sums);
                    }

                    if (bucket <= month)
                    {
                        tally.Stocks.Add(sums);
                    }

                    if (bucket < month)
                    {
                        tally.CarriedOver += sums[Measure.Open];
                    }
                }
            }

            foreach (var late in part.LateDays)
            {
                months[late.Bucket].Late(late.Basis).Add(late.Days, late.Finishes);
            }
        }

        return new Figures(total, [.. months.Select(month =>
        {
            var key = $"{month.Key / 100:0000}-{month.Key % 100:00}";
            return new FigureRow(key, key, null, month.Value);
        })]);
    }

    internal static bool TakesSlice(Slice slice, FigureFilter filter) =>
        (filter.Field is null || filter.Field == (slice.Field ?? ""))
        && (filter.Procedure is null || ProcedureCode.NationalPart(filter.Procedure) == slice.Procedure)
        && (filter.Channel is null || filter.Channel == slice.Channel);
}

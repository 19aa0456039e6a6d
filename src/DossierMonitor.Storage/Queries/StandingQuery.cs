using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>How a unit stands in one field.</summary>
/// <param name="Unit">A province, a district with its communes, or a land-registry branch.</param>
/// <param name="Field">As the reference data have it, or one of <see cref="StandingQuery"/>'s names for what has none.</param>
/// <param name="Tally">Its numbers.</param>
/// <param name="PausedWithoutDueDate">Open dossiers that are counted both as paused and as having no due date.</param>
public sealed record UnitStanding(Unit Unit, string Field, Tally Tally, long PausedWithoutDueDate);

/// <param name="Units">Of each unit first all fields together, then those that it has dossiers in.</param>
/// <param name="Targets">By the definitions that they name.</param>
public sealed record Standing(IReadOnlyList<UnitStanding> Units, IReadOnlyList<TargetAnswer> Targets);

/// <summary>
/// How the units of a province stand, with their targets: what is watched all the time, so the tallies are read once for all of it.
/// Only of provinces, districts and branches, and by no more fields than the reference data have: there are few of them, whatever
/// portals write.
/// </summary>
public static class StandingQuery
{
    public const string AllFields = "(all)";

    /// <summary>Of dossiers whose procedure belongs to no field.</summary>
    public const string NoField = "(none)";

    /// <summary>Of the fields that portals write and the reference data do not have.</summary>
    public const string OtherFields = "(other)";

    public static Standing Run(Snapshot snapshot, Period period)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var parts = FigureParts.Load(snapshot, period, fine: false, _ => true, withLateDays: false);
        var paused = PausedWithoutDueDate(snapshot, period);
        var fields = parts.Parts.Select(part => part.Slice.Field ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var units = new List<UnitStanding>();
        foreach (var (unit, all) in UnitsOf(snapshot, parts, period, null))
        {
            units.Add(new UnitStanding(unit, AllFields, all, paused(unit, null)));
        }

        foreach (var named in fields.GroupBy(field => NameOf(snapshot, field), StringComparer.Ordinal))
        {
            var standings = new Dictionary<UnitKey, UnitStanding>();
            foreach (var field in named)
            {
                foreach (var (unit, tally) in UnitsOf(snapshot, parts, period, field))
                {
                    if (!standings.TryGetValue(unit.Key, out var standing))
                    {
                        standings[unit.Key] = standing = new UnitStanding(unit, named.Key, new Tally(), 0);
                    }

                    standing.Tally.Add(tally);
                    standings[unit.Key] = standing with { PausedWithoutDueDate = standing.PausedWithoutDueDate + paused(unit, field) };
                }
            }

            units.AddRange(standings.Values);
        }

        return new Standing(units, TargetQuery.Run(snapshot, parts, period, [null]));
    }

    private static string NameOf(Snapshot snapshot, string field) =>
        field.Length == 0 ? NoField : snapshot.Rulebook.Rules.Procedures.Field(field) is null ? OtherFields : field;

    private static IEnumerable<(Unit Unit, Tally Tally)> UnitsOf(Snapshot snapshot, FigureParts parts, Period period, string? field)
    {
        foreach (var by in new[] { Breakdown.District, Breakdown.Branch })
        {
            foreach (var row in FigureQuery.Run(snapshot, parts, period, by, new FigureFilter(Field: field)).Rows)
            {
                // What a unit once had under rules or in years that are over keeps a row of zeros.
                if (row.Unit is { } unit && (unit.IsValidWithin(period.From, period.To) || HasAnything(row.Tally)))
                {
                    yield return (unit, row.Tally);
                }
            }
        }

        foreach (var province in snapshot.Rulebook.Rules.Units.All.Where(unit => unit.Kind == UnitKind.Province && unit.IsValidWithin(period.From, period.To)))
        {
            yield return (province, FigureQuery.Run(snapshot, parts, period, Breakdown.Unit, new FigureFilter(Unit: province.Code, Field: field)).Total);
        }
    }

    private static bool HasAnything(Tally tally) => tally.CarriedOver != 0 || !tally.Flows.IsZero || !tally.Stocks.IsZero;

    // The tallies do not tell which of the paused dossiers have no due date, and parts of a whole must not overlap.
    private static Func<Unit, string?, long> PausedWithoutDueDate(Snapshot snapshot, Period period)
    {
        var rules = snapshot.Rulebook.Rules;
        var counts = new Dictionary<(UnitKey Unit, string Field), long>();
        using (var rows = snapshot.Connection.Prepare("Queries/count-paused-without-due-date"))
        {
            rows.Set(0, period.Cut(snapshot.Rulebook.Clock.Days).Milliseconds).Set(1, (long)StretchEntry.NotAccepted);
            while (rows.Step())
            {
                var slice = snapshot.Slices.ById[rows.Long(0)];
                var key = (slice.Unit, slice.Field ?? "");
                counts[key] = counts.GetValueOrDefault(key) + rows.Long(1);
            }
        }

        var districts = new RowKeys(rules, Breakdown.District, FigureFilter.None);
        var branches = new RowKeys(rules, Breakdown.Branch, FigureFilter.None);
        return (unit, field) => counts.Where(count => (field is null || count.Key.Field == field) && Belongs(count.Key.Unit, unit)).Sum(count => count.Value);

        bool Belongs(UnitKey key, Unit unit) => unit.Kind switch
        {
            UnitKind.District => districts.Of(key) == new RowKey(unit.Code, unit.ValidFrom),
            UnitKind.Branch => branches.Of(key) == new RowKey(unit.Code, unit.ValidFrom),
            _ => rules.Units.Find(key) is { } known ? rules.Units.IsWithin(known, unit.Code) : key.Code == unit.Code,
        };
    }
}

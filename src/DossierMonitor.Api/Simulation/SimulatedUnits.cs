using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Simulation;

/// <summary>A unit with its share of the work and of the lateness. Both are invented.</summary>
internal sealed record SimulatedUnit(Unit Unit, string District, double Weight, double LateShare)
{
    /// <summary>Among all simulated units.</summary>
    public short Place { get; init; }
}

/// <summary>
/// The story that the demo tells: the nine districts which the report of December 2022 names are late, the other nine are
/// not, and too few land-registry branches reach their target. The shares themselves are invented.
/// </summary>
internal static class SimulatedUnits
{
    // Late share of what is finished, per thousand, by district: first the nine of the report.
    private static readonly Dictionary<string, (int Size, int District, int Branch)> Story = new(StringComparer.Ordinal)
    {
        ["508"] = (8, 74, 62),
        ["512"] = (4, 58, 18),
        ["506"] = (9, 88, 84),
        ["518"] = (6, 50, 14),
        ["509"] = (6, 66, 55),
        ["513"] = (10, 95, 90),
        ["503"] = (8, 54, 70),
        ["507"] = (12, 80, 96),
        ["502"] = (13, 62, 76),
        ["504"] = (2, 14, 8),
        ["505"] = (2, 10, 12),
        ["510"] = (2, 16, 10),
        ["511"] = (2, 12, 9),
        ["514"] = (5, 9, 15),
        ["515"] = (3, 15, 11),
        ["516"] = (2, 8, 7),
        ["517"] = (9, 13, 16),
        ["519"] = (2, 11, 10),
    };

    public static IReadOnlyList<SimulatedUnit> Of(UnitDirectory directory, DateOnly day)
    {
        var units = new List<SimulatedUnit>();
        foreach (var (code, story) in Story)
        {
            if (directory.Resolve(code, day) is not { Kind: UnitKind.District } district)
            {
                continue;
            }

            var communes = directory.All
                .Where(unit => unit.Kind == UnitKind.Commune && unit.District == code && unit.IsValidOn(day))
                .OrderBy(unit => unit.Code, StringComparer.Ordinal).ToList();
            var late = story.District / 1000.0;
            units.Add(new SimulatedUnit(district, code, story.Size * (communes.Count == 0 ? 0.70 : 0.35), late));
            units.AddRange(communes.Select(commune => new SimulatedUnit(commune, code, story.Size * 0.35 / communes.Count, late)));
            units.AddRange(directory.All
                .Where(unit => unit.Kind == UnitKind.Branch && unit.District == code && unit.IsValidOn(day))
                .Select(branch => new SimulatedUnit(branch, code, story.Size * 0.30, story.Branch / 1000.0)));
        }

        return [.. units.Select((unit, place) => unit with { Place = (short)place })];
    }
}

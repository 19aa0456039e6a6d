using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Simulation;

/// <param name="Place">Among all simulated procedures.</param>
/// <param name="Code">As the portal writes it.</param>
/// <param name="Field">Its field, if known.</param>
/// <param name="Known">What the reference data say.</param>
internal sealed record SimulatedProcedure(short Place, string Code, string? Field, Procedure Known);

/// <summary>Which procedures the simulated units handle: the samples of the reference data, and some national land codes.</summary>
internal sealed class SimulatedProcedures
{
    private readonly List<SimulatedProcedure> _all = [];
    private readonly List<SimulatedProcedure> _land;
    private readonly List<SimulatedProcedure> _national;
    private readonly List<SimulatedProcedure> _other;

    public SimulatedProcedures(ProcedureCatalog catalog, DateOnly day)
    {
        var inForce = catalog.All.Where(procedure => procedure.IsValidOn(day)).OrderBy(procedure => procedure.Code, StringComparer.Ordinal).ToList();
        _land = [.. inForce.Where(IsSample).Where(procedure => procedure.Field == "land").Select(procedure => Add(procedure.Code, procedure))];
        _other = [.. inForce.Where(IsSample).Where(procedure => procedure.Field != "land" && procedure.Limit is not null).Select(procedure => Add(procedure.Code, procedure))];
        _national = [.. inForce.Where(procedure => !IsSample(procedure) && procedure.Limit is null)
            .Select(procedure => Add(procedure.Code + ".H47", procedure))];
    }

    public IReadOnlyList<SimulatedProcedure> All => _all;

    /// <summary>Whether there is something of each kind to pick from.</summary>
    public bool IsComplete => _land.Count > 0 && _national.Count > 0 && _other.Count > 0;

    public SimulatedProcedure Pick(UnitKind kind, DeterministicRandom random)
    {
        var land = kind == UnitKind.Branch || random.Chance(kind == UnitKind.District ? 0.15 : 0.05);
        if (!land)
        {
            return random.Pick(_other);
        }

        return random.Chance(0.25) ? random.Pick(_national) : random.Pick(_land);
    }

    private static bool IsSample(Procedure procedure) => procedure.Code.StartsWith("SAMPLE-", StringComparison.Ordinal);

    private SimulatedProcedure Add(string code, Procedure procedure)
    {
        var added = new SimulatedProcedure((short)_all.Count, code, procedure.Field, procedure);
        _all.Add(added);
        return added;
    }
}

using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Api.Demo;

/// <param name="Code">As the portal writes it.</param>
internal sealed record SimulatedProcedure(string Code, string? Field, Procedure Known);

/// <summary>Which procedures the simulated units handle: the samples of the reference data, and some national land codes.</summary>
internal sealed class SimulatedProcedures
{
    private readonly List<SimulatedProcedure> _land;
    private readonly List<SimulatedProcedure> _national;
    private readonly List<SimulatedProcedure> _other;

    public SimulatedProcedures(ProcedureCatalog catalog, DateOnly day)
    {
        var inForce = catalog.All.Where(procedure => procedure.IsValidOn(day)).OrderBy(procedure => procedure.Code, StringComparer.Ordinal).ToList();
        _land = [.. inForce.Where(IsSample).Where(procedure => procedure.Field == "land").Select(Plain)];
        _other = [.. inForce.Where(IsSample).Where(procedure => procedure.Field != "land" && procedure.Limit is not null).Select(Plain)];
        _national = [.. inForce.Where(procedure => !IsSample(procedure) && procedure.Limit is null)
            .Select(procedure => new SimulatedProcedure(procedure.Code + ".H47", procedure.Field, procedure))];
    }

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

    private static SimulatedProcedure Plain(Procedure procedure) => new(procedure.Code, procedure.Field, procedure);
}

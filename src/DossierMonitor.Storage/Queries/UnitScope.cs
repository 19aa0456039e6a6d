using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

/// <summary>Which units a filter takes.</summary>
/// <param name="directory">The units.</param>
/// <param name="branchesAsked">The answer is about branches, so a district filter means its branches.</param>
/// <param name="filter">The filter.</param>
internal sealed class UnitScope(UnitDirectory directory, bool branchesAsked, FigureFilter filter)
{
    private readonly Dictionary<UnitKey, bool> _taken = [];

    // A district (or commune) is reported apart from its branches, so its filter leaves them out unless they are asked for.
    private readonly bool _withoutBranches = filter.Unit is { } code && !branchesAsked && !filter.IncludeBranches
        && directory.Versions(code).All(unit => unit.Kind is UnitKind.District or UnitKind.Commune);

    public bool Takes(UnitKey key)
    {
        if (filter.Unit is null && filter.Within is null)
        {
            return true;
        }

        if (!_taken.TryGetValue(key, out var takes))
        {
            var unit = directory.Find(key);
            takes = IsWithin(key, unit, filter.Unit) && IsWithin(key, unit, filter.Within) && !(_withoutBranches && unit?.Kind == UnitKind.Branch);
            _taken[key] = takes;
        }

        return takes;
    }

    private bool IsWithin(UnitKey key, Unit? unit, string? root) =>
        root is null || (unit is null ? key.Code == root : directory.IsWithin(unit, root));
}

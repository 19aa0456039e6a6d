namespace DossierMonitor.Domain.Units;

/// <summary>The units of the reference data, found by code and day.</summary>
public sealed class UnitDirectory
{
    private readonly Dictionary<string, List<Unit>> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<UnitKey, Unit> _byKey = [];

    public UnitDirectory(IEnumerable<Unit> units)
    {
        foreach (var unit in units)
        {
            if (!_byKey.TryAdd(unit.Key, unit))
            {
                throw new ArgumentException($"Unit {unit.Key} stands twice.", nameof(units));
            }

            if (!_byCode.TryGetValue(unit.Code, out var versions))
            {
                _byCode[unit.Code] = versions = [];
            }

            versions.Add(unit);
        }

        foreach (var versions in _byCode.Values)
        {
            versions.Sort((a, b) => Nullable.Compare(a.ValidFrom, b.ValidFrom));
            for (var i = 1; i < versions.Count; i++)
            {
                if (versions[i - 1].ValidTo is not { } end || end >= versions[i].ValidFrom)
                {
                    throw new ArgumentException($"The validities of unit {versions[i].Code} overlap.", nameof(units));
                }
            }
        }
    }

    public IReadOnlyCollection<Unit> All => _byKey.Values;

    public bool Knows(string code) => _byCode.ContainsKey(code);

    public bool HasSeveralMeanings(string code) => _byCode.TryGetValue(code, out var versions) && versions.Count > 1;

    public Unit? Find(UnitKey key) => _byKey.GetValueOrDefault(key);

    public IReadOnlyList<Unit> Versions(string code) => _byCode.GetValueOrDefault(code) ?? [];

    /// <summary>
    /// What the code meant on that day. A code used outside its validity means its nearest version: portals keep pushing
    /// an abolished unit's code for a while, and refusing would lose the dossier instead of showing it.
    /// </summary>
    public Unit? Resolve(string code, DateOnly day)
    {
        if (!_byCode.TryGetValue(code, out var versions))
        {
            return null;
        }

        return versions.FirstOrDefault(unit => unit.IsValidOn(day))
            ?? versions.LastOrDefault(unit => unit.ValidFrom is null || unit.ValidFrom <= day)
            ?? versions[0];
    }

    /// <summary>The district a unit belongs to: itself, the one it names, or the one above it. Null = none.</summary>
    public Unit? DistrictOf(Unit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        for (var depth = 0; depth < 8; depth++)
        {
            if (unit.Kind == UnitKind.District)
            {
                return unit;
            }

            var next = unit.District ?? unit.Parent;
            if (next is null || Resolve(next, ReferenceDay(unit)) is not { } above)
            {
                return null;
            }

            unit = above;
        }

        return null;
    }

    /// <summary>True when <paramref name="unit"/> is <paramref name="root"/> or stands below it, by parent or by district.</summary>
    public bool IsWithin(Unit unit, string root)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Code == root)
        {
            return true;
        }

        var pending = new Stack<(string Code, DateOnly Day, int Depth)>();
        Push(unit, 0);
        while (pending.TryPop(out var next))
        {
            if (next.Code == root)
            {
                return true;
            }

            if (next.Depth < 8 && Resolve(next.Code, next.Day) is { } above)
            {
                Push(above, next.Depth + 1);
            }
        }

        return false;

        void Push(Unit of, int depth)
        {
            var day = ReferenceDay(of);
            if (of.Parent is { } parent)
            {
                pending.Push((parent, day, depth));
            }

            if (of.District is { } district && district != of.Parent)
            {
                pending.Push((district, day, depth));
            }
        }
    }

    // Codes of parents are read as of the unit's own time: the last day on which it was valid, else its first.
    private static DateOnly ReferenceDay(Unit unit) => unit.ValidTo ?? unit.ValidFrom ?? DateOnly.MaxValue;
}

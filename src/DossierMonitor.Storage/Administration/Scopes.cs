namespace DossierMonitor.Storage.Administration;

/// <summary>What a key may do.</summary>
[Flags]
public enum Scopes
{
    None = 0,

    /// <summary>Push events.</summary>
    EventsWrite = 1,

    /// <summary>Push events of any age, also where <c>BackfillAfterDays</c> bounds the others.</summary>
    EventsBackfill = 2,

    /// <summary>Read figures.</summary>
    MetricsRead = 4,

    /// <summary>Read dossiers.</summary>
    DossiersRead = 8,

    /// <summary>Everything, for any source.</summary>
    Admin = 16,
}

/// <summary>Scopes by their names in keys, settings and answers.</summary>
public static class ScopeNames
{
    private static readonly (Scopes Scope, string Name)[] All =
    [
        (Scopes.EventsWrite, "events:write"),
        (Scopes.EventsBackfill, "events:backfill"),
        (Scopes.MetricsRead, "metrics:read"),
        (Scopes.DossiersRead, "dossiers:read"),
        (Scopes.Admin, "admin"),
    ];

    public static string Known { get; } = string.Join(", ", All.Select(one => one.Name));

    public static IReadOnlyList<string> Of(Scopes scopes) => [.. All.Where(one => scopes.HasFlag(one.Scope)).Select(one => one.Name)];

    /// <returns>Null when a name is none of a scope's, or there is none.</returns>
    public static Scopes? Parse(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var scopes = Scopes.None;
        foreach (var name in names)
        {
            var (scope, _) = Array.Find(All, one => one.Name == name);
            if (scope == Scopes.None)
            {
                return null;
            }

            scopes |= scope;
        }

        return scopes == Scopes.None ? null : scopes;
    }
}

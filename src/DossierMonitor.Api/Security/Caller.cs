using DossierMonitor.Storage.Administration;

namespace DossierMonitor.Api.Security;

/// <summary>Who a request speaks for, and what that allows.</summary>
public sealed record Caller
{
    private const Scopes AllScopes = Scopes.EventsWrite | Scopes.EventsBackfill | Scopes.MetricsRead | Scopes.DossiersRead | Scopes.Admin;

    private Caller(string name, Scopes scopes)
    {
        Name = name;
        Scopes = scopes.HasFlag(Scopes.Admin) ? AllScopes : scopes;
    }

    /// <summary>For the audit and for limits; never the key.</summary>
    public string Name { get; }

    public Scopes Scopes { get; }

    /// <summary>The source that it writes for; null = any for an administrator, none for everybody else.</summary>
    public string? Source { get; private init; }

    /// <summary>What it writes and reads: this unit and those below it; null = all.</summary>
    public string? Unit { get; private init; }

    /// <summary>Requests are counted under this name; null = not at all.</summary>
    public string? Limited { get; private init; }

    public bool IsAdmin => Scopes.HasFlag(Scopes.Admin);

    /// <summary>Holder of the environment's admin key.</summary>
    public static Caller Administrator { get; } = new("admin", Scopes.Admin);

    /// <summary>Without a key, where figures are open.</summary>
    /// <param name="address">From where.</param>
    /// <param name="withDossiers">Dossiers too: the demo's, which are nobody's.</param>
    public static Caller Public(string address, bool withDossiers) =>
        new("public", withDossiers ? Scopes.MetricsRead | Scopes.DossiersRead : Scopes.MetricsRead) { Limited = withDossiers ? null : "address " + address };

    public static Caller Of(AccessKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new Caller($"{key.Name} ({key.Prefix})", key.Scopes)
        {
            Source = key.Source,
            Unit = key.Unit,
            Limited = key.Scopes.HasFlag(Scopes.Admin) ? null : "key " + key.Prefix,
        };
    }

    public bool MayWrite(string eventSource) => Source is null ? IsAdmin : Source == eventSource;
}

using DossierMonitor.Storage.Administration;

namespace DossierMonitor.Api.Security;

/// <summary>Who may call an endpoint. Every endpoint has one, or the tests of the build fail and the service refuses to answer it.</summary>
/// <param name="Scopes">One of them is needed; none = whoever has a key.</param>
public sealed record AccessPolicy(Scopes Scopes)
{
    /// <summary>Needs no key at all.</summary>
    public bool IsOpen { get; private init; }

    /// <summary>Needs no key where figures are open to the public.</summary>
    public bool IsPublic { get; private init; }

    /// <summary>Only what is of the whole province: not for keys that are bound to a unit.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Health, contract, pages.</summary>
    public static AccessPolicy Open { get; } = new(Scopes.None) { IsOpen = true };

    /// <summary>Reference data: published law and units.</summary>
    public static AccessPolicy Reference { get; } = new(Scopes.None) { IsPublic = true };

    /// <summary>Figures by unit.</summary>
    public static AccessPolicy Figures { get; } = new(Scopes.MetricsRead) { IsPublic = true };

    /// <summary>Figures that cannot be cut to a unit.</summary>
    public static AccessPolicy WholeFigures { get; } = new(Scopes.MetricsRead) { IsPublic = true, IsWhole = true };

    /// <summary>For who operates the service: names of sources are not for the public.</summary>
    public static AccessPolicy Metrics { get; } = new(Scopes.MetricsRead) { IsWhole = true };

    /// <summary>What names dossiers all over the province.</summary>
    public static AccessPolicy WholeDossiers { get; } = new(Scopes.DossiersRead) { IsWhole = true };

    public static AccessPolicy Dossiers { get; } = new(Scopes.DossiersRead);

    public static AccessPolicy Push { get; } = new(Scopes.EventsWrite | Scopes.EventsBackfill);

    /// <summary>What a source sees of itself.</summary>
    public static AccessPolicy OwnSource { get; } = new(Scopes.EventsWrite | Scopes.EventsBackfill);

    public static AccessPolicy Admin { get; } = new(Scopes.Admin);

    public bool Allows(Scopes scopes) => Scopes == Scopes.None || (Scopes & scopes) != Scopes.None;
}

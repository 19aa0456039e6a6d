namespace DossierMonitor.Api.Security;

/// <summary>
/// Who a request speaks for. The one place that the keys of a later version will fill: a key names its source, its scopes
/// and its units; until then there is the administrator, and the open door on loopback.
/// </summary>
public sealed record AuthenticatedSource
{
    private AuthenticatedSource(string name, bool mayWriteForAnySource)
    {
        Name = name;
        MayWriteForAnySource = mayWriteForAnySource;
    }

    /// <summary>For logs and limits; never the key.</summary>
    public string Name { get; }

    public bool MayWriteForAnySource { get; }

    /// <summary>Holder of the admin key.</summary>
    public static AuthenticatedSource Administrator { get; } = new("admin", true);

    /// <summary>A caller on this machine while no key is configured.</summary>
    public static AuthenticatedSource Loopback { get; } = new("loopback", true);

    /// <summary>A caller without a key where reading is open.</summary>
    public static AuthenticatedSource OpenReader { get; } = new("reader", false);

    public bool MayWrite(string eventSource) => MayWriteForAnySource || Name == eventSource;
}

namespace DossierMonitor.Tests.Shared;

/// <summary>Where the checkout and the shared data beside it lie.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of real data; null where it was not laid beside the checkout.</summary>
    public static string? SharedData
    {
        get
        {
            var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));
            return Directory.Exists(folder) ? folder : null;
        }
    }

    public static string ShippedReference => Path.Combine(Root, "src", "DossierMonitor.Api", "Reference");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DossierMonitor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the checkout.");
    }
}

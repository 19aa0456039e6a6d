namespace DossierMonitor.Storage.Database;

/// <summary>How much memory is taken for what only saves time: shares of what the heap may take, which the service bounds by half of the container's.</summary>
internal static class MemoryShare
{
    // Before the first collection the runtime may not say.
    private static readonly long Available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes : long.MaxValue;

    /// <summary>A share of it, within bounds.</summary>
    public static long Of(int part, long least, long most) => Math.Clamp(Available / part, least, most);
}

namespace DossierMonitor.Storage.Database;

/// <summary>How much of the machine's, or the container's, memory is taken for what only saves time.</summary>
internal static class MemoryShare
{
    // Before the first collection the runtime may not say.
    private static readonly long Available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes is > 0 and var bytes ? bytes : long.MaxValue;

    /// <summary>A share of it, within bounds.</summary>
    public static long Of(int part, long least, long most) => Math.Clamp(Available / part, least, most);
}

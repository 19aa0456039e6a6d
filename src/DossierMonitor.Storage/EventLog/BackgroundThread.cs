using System.Runtime.InteropServices;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// Lets a thread that works through a queue step back when somebody waits for an answer. The runtime's own thread priorities do
/// nothing on Linux.
/// </summary>
public static class BackgroundThread
{
    private const int OfThread = 0;
    private const int Niceness = 10;

    /// <summary>The calling thread, for good. Where the system does not allow it, nothing changes.</summary>
    public static void StepBack()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, 0, Niceness);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}

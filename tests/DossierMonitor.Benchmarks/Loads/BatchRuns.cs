using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>Batches on one service, run after run, each with the events that follow those before.</summary>
internal sealed class BatchRuns(HttpLoad http)
{
    private static readonly byte[] AllAccepted = System.Text.Encoding.ASCII.GetBytes($"\"accepted\":{Province.BatchEvents}");

    public List<double> EventsPerSecond { get; } = [];

    public List<double> Milliseconds { get; } = [];

    public long Refused => http.Refused;

    /// <param name="bodies">Full batches.</param>
    /// <param name="counts">False to warm up.</param>
    public async Task RunAsync(IReadOnlyList<byte[]> bodies, bool counts)
    {
        Quiet();
        var (_, time, milliseconds) = await http.PostAsync(bodies, "application/json", AllAccepted);
        if (counts)
        {
            EventsPerSecond.Add(bodies.Count * (double)Province.BatchEvents / time.TotalSeconds);
            Milliseconds.AddRange(milliseconds);
            LoadSettings.Say($"  {EventsPerSecond[^1]:N0} events/s");
        }
    }

    /// <summary>What was made before the clock starts must not be cleared away while it runs.</summary>
    public static void Quiet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}

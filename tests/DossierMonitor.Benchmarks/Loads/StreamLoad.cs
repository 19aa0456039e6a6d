using System.Diagnostics;
using System.Text.Json;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;

namespace DossierMonitor.Benchmarks.Loads;

/// <summary>Many events as one NDJSON request, with little memory.</summary>
internal sealed class StreamLoad(LoadSettings settings, long events, IReadOnlyList<string> wrapper)
{
    private const int LimitMegabytes = 256;

    // What the service allows its heap in a container of 256 MB: half.
    private const string HeapLimit = "0x8000000";

    public async Task RunAsync()
    {
        var program = await ServiceProgram.FindAsync(settings);
        var file = settings.PathOf($"stream-{events}.ndjson");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(settings.Work);
            await Commands.RunAsync(
                program.Path, "simulate", "--dossiers", Commands.Text(Province.DossiersFor(events)), "--events", events.Text(), "--events-to", file + ".part");
            File.Move(file + ".part", file);
        }

        List<double> rates = [], peaks = [];
        var database = settings.PathOf("stream.db");
        for (var run = 0; run < settings.Runs; run++)
        {
            PreparedDatabases.Delete(database);
            await using var service = await ServiceProcess.ServeAsync(
                program, database,
                wrapper.Count > 0 ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_GCHeapHardLimit"] = HeapLimit },
                wrapper);
            using var http = new HttpLoad(service.Address, 1);
            await using var stream = File.OpenRead(file);
            using var content = new StreamContent(stream, 256 * 1024);
            content.Headers.ContentType = new("application/x-ndjson");
            var started = Stopwatch.GetTimestamp();
            using var answer = JsonDocument.Parse(await http.PostAsync(content));
            rates.Add(events / Stopwatch.GetElapsedTime(started).TotalSeconds);
            peaks.Add(service.Memory("VmHWM"));
            var accepted = answer.RootElement.GetProperty("accepted").GetInt64();
            if (accepted != events)
            {
                throw new InvalidOperationException($"{accepted:N0} of {events:N0} events were accepted.");
            }

            LoadSettings.Say($"  {rates[^1]:N0} events/s, peak {peaks[^1]:0} MB");
        }

        var table = new Table($"{events:N0} events as one NDJSON stream of {new FileInfo(file).Length / 1_000_000:N0} MB", "events/s", "peak RSS, MB", $"within {LimitMegabytes} MB");
        table.Add(new Sample(rates).Text("N0"), new Sample(peaks).Text("0"), peaks.Max() <= LimitMegabytes ? "yes" : "NO");
        table.Print(
            $"{settings.Runs} runs, each into a new database.",
            wrapper.Count > 0
                ? $"Memory limited by: {string.Join(' ', wrapper)}."
                : $"Memory limited by DOTNET_GCHeapHardLimit={HeapLimit}, the heap that the service allows itself in a container of {LimitMegabytes} MB; the peak (VmHWM) is of the whole process.");
    }
}

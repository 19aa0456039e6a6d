using System.Text.Json;
using BenchmarkDotNet.Attributes;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Service;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Benchmarks.Micro;

/// <summary>The steps of an event's way, each by itself, over whole simulated dossiers. Times are per dossier or per event.</summary>
[MemoryDiagnoser]
public class DossierBenchmarks
{
    private const int Dossiers = 1_000;

    // Of about five a dossier; the dossiers that come first are complete in them.
    private const int Events = 4_000;
    private const int Folded = 500;

    private readonly Rulebook _rulebook = new(Province.Reference, new ServiceSettings().Clock);
    private List<SimulatedEvent> _simulated = [];
    private List<DossierEvent> _events = [];
    private List<(string Code, DossierEvent[] Events)> _dossiers = [];
    private List<DossierHistory> _histories = [];
    private List<byte[]> _texts = [];
    private EventParser _parser = null!;

    [GlobalSetup]
    public void Setup()
    {
        using var province = new Province(Dossiers, EventIds.TimeOrdered, skip: 0);
        _simulated = province.Take(Events);
        _events = _simulated.ConvertAll(e => e.ToDossierEvent());
        _texts = Province.Singles(_simulated);
        _dossiers = [.. _events.GroupBy(e => e.Code, StringComparer.Ordinal).Take(Folded).Select(group => (group.Key, group.ToArray()))];
        _histories = _dossiers.ConvertAll(dossier => _rulebook.Fold(dossier.Code, dossier.Events));
        _parser = new EventParser(_rulebook, Instant.Parse("2025-01-01T00:00:00Z"));
    }

    [Benchmark(OperationsPerInvoke = Folded, Description = "fold a dossier")]
    public int Fold()
    {
        var stretches = 0;
        foreach (var (code, events) in _dossiers)
        {
            stretches += _rulebook.Fold(code, events).Stretches.Count;
        }

        return stretches;
    }

    [Benchmark(OperationsPerInvoke = Folded, Description = "marks of a dossier")]
    public int Marks()
    {
        var sum = 0;
        foreach (var history in _histories)
        {
            foreach (var stretch in history.Stretches)
            {
                TallyMarks.Of(stretch, mark => sum += mark.Change);
                TallyMarks.LateDaysOf(stretch, mark => sum += mark.Days);
            }
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "parse and check an event")]
    public int Parse()
    {
        var accepted = 0;
        foreach (var text in _texts)
        {
            accepted += _parser.Parse(text).Event is null ? 0 : 1;
        }

        return accepted;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "digest of an event")]
    public int Digest()
    {
        var sum = 0;
        foreach (var e in _events)
        {
            sum += EventDigest.Of(e)[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "make a simulated event")]
    public int Simulate()
    {
        using var province = new Province(Dossiers, EventIds.TimeOrdered, skip: 0);
        return province.Take(Events).Count;
    }

    [Benchmark(OperationsPerInvoke = Events, Description = "write a simulated event")]
    public long Write()
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        foreach (var e in _simulated)
        {
            e.WriteTo(writer);
            writer.Flush();
            writer.Reset();
        }

        return stream.Length;
    }
}

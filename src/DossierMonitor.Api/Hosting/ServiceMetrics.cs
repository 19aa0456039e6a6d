using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Verification;
using Prometheus;

namespace DossierMonitor.Api.Hosting;

/// <summary>What Prometheus reads at /metrics.</summary>
public sealed class ServiceMetrics
{
    // Whatever a portal writes as its source becomes a label only once an event of it was accepted.
    private const string OtherSources = "(other)";
    private readonly ServedStore _store;
    private readonly Counter _ingested;
    private readonly Gauge _verified;
    private readonly Gauge _verifiedAt;
    private readonly Gauge _verifiedEvents;
    private readonly Gauge _lastEvent;
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ServiceMetrics(ServedStore store)
    {
        _store = store;
        Registry = Metrics.NewCustomRegistry();
        var factory = Metrics.WithCustomRegistry(Registry);
        _ingested = factory.CreateCounter("dossier_ingest_events_total", "Events that were submitted, by what became of them.", "source", "result");
        _verified = factory.CreateGauge("dossier_verification_ok", "1 = the last verification found the database to be what its log says, 0 = it found a difference; absent = never verified.", new GaugeConfiguration { SuppressInitialValue = true });
        _verifiedAt = factory.CreateGauge("dossier_verification_timestamp_seconds", "When the last verification ended.", new GaugeConfiguration { SuppressInitialValue = true });
        _verifiedEvents = factory.CreateGauge("dossier_verification_events", "How many events the last verification checked.", new GaugeConfiguration { SuppressInitialValue = true });
        _lastEvent = factory.CreateGauge("dossier_source_last_event_timestamp_seconds", "When the last event of the source was stored.", "source");
        Registry.AddBeforeCollectCallback(Collect);
    }

    public CollectorRegistry Registry { get; }

    public void Count(IReadOnlyList<SubmittedEvent> events, IReadOnlyList<EventOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(outcomes);

        // Neighbours are mostly of one source and share one outcome: they are counted together, since finding the counter
        // costs more than counting.
        for (int i = 0, end; i < events.Count; i = end)
        {
            var source = SourceOf(events[i]);
            var status = outcomes[i].Status;
            end = i + 1;
            while (end < events.Count && outcomes[end].Status == status && SourceOf(events[end]) == source)
            {
                end++;
            }

            _ingested.WithLabels(LabelOf(source, status), status.ToString().ToLowerInvariant()).Inc(end - i);
        }
    }

    private static string? SourceOf(SubmittedEvent submitted) => submitted.Event?.Source ?? submitted.Refusal?.Source;

    private string LabelOf(string? source, EventStatus status)
    {
        lock (_lock)
        {
            if (status is EventStatus.Accepted or EventStatus.Duplicate)
            {
                _sources.Add(source!);
            }

            return source is not null && _sources.Contains(source) ? source : OtherSources;
        }
    }

    private void Collect()
    {
        try
        {
            var (last, sources) = _store.Reader.Read(snapshot => (VerificationLog.Last(snapshot), ChainHeadReader.Silence(snapshot)));
            if (last is not null)
            {
                _verified.Set(last.Difference is null ? 1 : 0);
                _verifiedAt.Set(last.At.Milliseconds / 1000.0);
                _verifiedEvents.Set(last.Events);
            }

            foreach (var (source, at) in sources)
            {
                _lastEvent.WithLabels(source).Set(at.Milliseconds / 1000.0);
            }
        }
        catch (StorageException)
        {
            // The readiness check says so; what is counted in memory is still told.
        }
    }
}

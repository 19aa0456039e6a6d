using DossierMonitor.Domain.Timeliness;
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
    private readonly TimeProvider _time;

    // The library compiles its patterns when the first of these is made, which would be a tenth of the service's start.
    private readonly Lazy<Instruments> _instruments;
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    // Of its own: whoever counts events must not wait for figures.
    private readonly Lock _refreshing = new();

    public ServiceMetrics(ServedStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
        _instruments = new Lazy<Instruments>(() => new Instruments(Collect));
    }

    public CollectorRegistry Registry => _instruments.Value.Registry;

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

            _instruments.Value.Ingested.WithLabels(LabelOf(source, status), status.ToString().ToLowerInvariant()).Inc(end - i);
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

    private void Collect(Instruments instruments)
    {
        try
        {
            // One read of the clock: of all that a scrape says.
            var now = Instant.From(_time.GetUtcNow());
            var (last, sources) = _store.Reader.Read(snapshot =>
            {
                lock (_refreshing)
                {
                    instruments.Standing.Refresh(snapshot, now);
                }

                return (VerificationLog.Last(snapshot), ChainHeadReader.Silence(snapshot));
            });
            if (last is not null)
            {
                instruments.Verified.Set(last.Difference is null ? 1 : 0);
                instruments.VerifiedAt.Set(last.At.Milliseconds / 1000.0);
                instruments.VerifiedEvents.Set(last.Events);
            }

            foreach (var (source, at) in sources)
            {
                instruments.LastEvent.WithLabels(source).Set(at.Milliseconds / 1000.0);
                instruments.Silence.WithLabels(source).Set((now.Milliseconds - at.Milliseconds) / 1000.0);
            }
        }
        catch (StorageException)
        {
            // The readiness check says so; what is counted in memory is still told.
        }
    }

    private sealed class Instruments
    {
        public Instruments(Action<Instruments> collect)
        {
            Registry = Metrics.NewCustomRegistry();
            var factory = Metrics.WithCustomRegistry(Registry);
            Ingested = factory.CreateCounter("dossier_ingest_events_total", "Events that were submitted, by what became of them.", "source", "result");
            Verified = factory.CreateGauge("dossier_verification_ok", "1 = the last verification found the database to be what its log says, 0 = it found a difference; absent = never verified.", new GaugeConfiguration { SuppressInitialValue = true });
            VerifiedAt = factory.CreateGauge("dossier_verification_timestamp_seconds", "When the last verification ended.", new GaugeConfiguration { SuppressInitialValue = true });
            VerifiedEvents = factory.CreateGauge("dossier_verification_events", "How many events the last verification checked.", new GaugeConfiguration { SuppressInitialValue = true });
            LastEvent = factory.CreateGauge("dossier_source_last_event_timestamp_seconds", "When the last event of the source was stored.", "source");
            Silence = factory.CreateGauge("dossier_source_silence_seconds", "How long ago the last event of the source was stored.", "source");
            Standing = new StandingGauges(factory);
            Registry.AddBeforeCollectCallback(() => collect(this));
        }

        public CollectorRegistry Registry { get; }

        public Counter Ingested { get; }

        public Gauge Verified { get; }

        public Gauge VerifiedAt { get; }

        public Gauge VerifiedEvents { get; }

        public Gauge LastEvent { get; }

        public Gauge Silence { get; }

        public StandingGauges Standing { get; }
    }
}

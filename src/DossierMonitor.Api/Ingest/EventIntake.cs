using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>Events of one caller on their way to the writer.</summary>
public sealed class EventIntake(EventWriter writer, AuthenticatedSource caller, Instant now, bool dryRun, ServiceMetrics? metrics = null)
{
    public EventParser Parser { get; } = new(writer.Rulebook, now);

    public async Task<IReadOnlyList<EventOutcome>> SubmitAsync(List<SubmittedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Event is { } e && !caller.MayWrite(e.Source))
            {
                events[i] = SubmittedEvent.Of(new Refusal(
                    EventStatus.Forbidden, e.Source, e.Id, e.Type.Name(), e.Code, [new RefusalReason("/source", "forbiddenSource")], null));
            }
        }

        var outcomes = await writer.SubmitAsync(events, dryRun);
        if (!dryRun)
        {
            metrics?.Count(events, outcomes);
        }

        return outcomes;
    }
}

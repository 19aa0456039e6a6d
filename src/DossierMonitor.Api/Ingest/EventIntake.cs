using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>Events of one caller on their way to the writer.</summary>
/// <param name="writer">Of the database.</param>
/// <param name="caller">Whose they are.</param>
/// <param name="now">The clock, read once.</param>
/// <param name="dryRun">Stores nothing.</param>
/// <param name="metrics">Counts what became of them.</param>
/// <param name="backfillAfterDays">Older ones need events:backfill; 0 = none is too old.</param>
public sealed class EventIntake(
    EventWriter writer, Caller caller, Instant now, bool dryRun, ServiceMetrics? metrics = null, int backfillAfterDays = 0)
{
    private readonly Instant? _earliest = backfillAfterDays > 0 && !caller.Scopes.HasFlag(Scopes.EventsBackfill)
        ? now.Plus(-TimeSpan.FromDays(backfillAfterDays))
        : null;

    public EventParser Parser { get; } = new(writer.Rulebook, now, caller.Source);

    public async Task<IReadOnlyList<EventOutcome>> SubmitAsync(List<SubmittedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Event is { } e)
            {
                if (Refuse(e) is { } reason)
                {
                    events[i] = SubmittedEvent.Of(new Refusal(
                        EventStatus.Forbidden, caller.Source ?? e.Source, e.Id, e.Type.Name(), e.Code, [reason], null));
                }
            }
            else if (caller.Source is { } source && events[i].Refusal is { } refusal && refusal.Source != source)
            {
                // The key says who sent it; what the event says of its source may be the mistake.
                events[i] = SubmittedEvent.Of(refusal with { Source = source });
            }
        }

        var outcomes = await writer.SubmitAsync(events, dryRun, caller.Unit);
        if (!dryRun)
        {
            metrics?.Count(events, outcomes);
        }

        return outcomes;
    }

    private RefusalReason? Refuse(DossierEvent e) =>
        !caller.MayWrite(e.Source) ? new RefusalReason("/source", "forbiddenSource")
        : e.Time < _earliest ? new RefusalReason("/time", "needsBackfill", backfillAfterDays.ToString(CultureInfo.InvariantCulture))
        : null;
}

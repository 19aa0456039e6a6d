using System.Globalization;
using DossierMonitor.Api.Cli;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Simulation;

/// <summary>A part of a simulation's events, by their place in time.</summary>
public readonly record struct EventPart(long Skip, long Take)
{
    public IEnumerable<SimulatedEvent> Of(IEnumerable<SimulatedEvent> events)
    {
        var (skip, take) = this;
        foreach (var e in events)
        {
            if (skip > 0)
            {
                skip--;
            }
            else if (take-- > 0)
            {
                yield return e;
            }
            else
            {
                yield break;
            }
        }
    }
}

internal sealed record SimulationWritten(long Events, long Accepted, long Duplicates, long Conflicts, TimeSpan Time);

/// <summary>
/// Hands a simulation to the store's writer in submissions that fill a transaction each, a few ahead of it, so that the next
/// is made while one is written.
/// </summary>
internal sealed class SimulationWriting(EventWriter writer, ConsoleProgress progress, TimeProvider time)
{
    private const int SubmissionEvents = 10_000;
    private const int Ahead = 3;

    private readonly Queue<Task<IReadOnlyList<EventOutcome>>> _underWay = new();
    private readonly long[] _counts = new long[Enum.GetValues<EventStatus>().Length];
    private long _submitted;

    public async Task<SimulationWritten> RunAsync(ProvinceSimulation province, EventPart part, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var submission = new List<SubmittedEvent>(SubmissionEvents);
        foreach (var e in part.Of(province.Events()))
        {
            submission.Add(SubmittedEvent.Of(e.ToDossierEvent()));
            if (submission.Count == SubmissionEvents)
            {
                cancellation.ThrowIfCancellationRequested();
                await SubmitAsync(submission);
                submission = new List<SubmittedEvent>(SubmissionEvents);
                var percent = part.Take == long.MaxValue ? province.PercentAt(e.Time) : (int)(100 * _submitted / part.Take);
                progress.Line(percent, string.Create(CultureInfo.InvariantCulture,
                    $"Simulating: {percent,3} % ({_submitted:N0} events, {e.Time:yyyy-MM-dd}, {_submitted / time.GetElapsedTime(started).TotalSeconds:N0}/s)"));
            }
        }

        await SubmitAsync(submission);
        while (_underWay.Count > 0)
        {
            await SettleAsync();
        }

        progress.Done();
        return new SimulationWritten(
            _submitted, Count(EventStatus.Accepted), Count(EventStatus.Duplicate), Count(EventStatus.Conflict), time.GetElapsedTime(started));
    }

    private async Task SubmitAsync(List<SubmittedEvent> submission)
    {
        _submitted += submission.Count;
        _underWay.Enqueue(writer.SubmitAsync(submission));
        if (_underWay.Count > Ahead)
        {
            await SettleAsync();
        }
    }

    private async Task SettleAsync()
    {
        foreach (var outcome in await _underWay.Dequeue())
        {
            _counts[(int)outcome.Status]++;
        }
    }

    private long Count(EventStatus status) => _counts[(int)status];
}

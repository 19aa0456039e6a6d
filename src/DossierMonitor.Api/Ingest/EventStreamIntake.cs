using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// A stream of events, committed in parts: at the latest every 10,000 events or 10 MB. While one part is being committed the
/// next is read, and never more than that, so memory does not grow with the stream.
/// </summary>
public sealed class EventStreamIntake(EventIntake intake)
{
    public const int PartEvents = 10_000;
    public const int PartBytes = 10_000_000;

    // What a refusal keeps for each of its reasons counts like the text of an event: a line of nothing but wrong members has
    // hundreds of them.
    private const int BytesPerReason = 100;

    private List<SubmittedEvent> _part = [];
    private long _partWeight;

    /// <param name="stream">NDJSON, decompressed.</param>
    /// <param name="committed">Called for each committed part, in order.</param>
    /// <param name="cancellation">The caller has gone.</param>
    public async Task TakeAsync(
        Stream stream, Action<IReadOnlyList<SubmittedEvent>, IReadOnlyList<EventOutcome>> committed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(committed);
        var lines = new EventStreamReader(stream);
        (List<SubmittedEvent> Events, Task<IReadOnlyList<EventOutcome>> Outcomes)? pending = null;
        try
        {
            var more = true;
            while (more)
            {
                more = await lines.ReadLinesAsync(Take, cancellation);
                if (_part.Count == 0)
                {
                    _partWeight = 0;
                }
                else if (!HasRoom || !more)
                {
                    await SettleAsync();
                    pending = (_part, SubmitWhenThereIsRoomAsync(_part, cancellation));
                    _part = [];
                    _partWeight = 0;
                }
            }
        }
        finally
        {
            // What was submitted is committed even if reading on failed, and the caller is told how much.
            await SettleAsync();
        }

        async Task SettleAsync()
        {
            if (pending is { } part)
            {
                pending = null;
                committed(part.Events, await part.Outcomes);
            }
        }
    }

    // One long stream may well find the queue full for a moment; it waits in its own place instead of failing half-way.
    private async Task<IReadOnlyList<EventOutcome>> SubmitWhenThereIsRoomAsync(List<SubmittedEvent> part, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await intake.SubmitAsync(part);
            }
            catch (WriterBusyException) when (attempt < 600)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }

    private bool HasRoom => _part.Count < PartEvents && _partWeight < PartBytes - EventParser.MaximumBytes;

    private bool Take(ReadOnlySpan<byte> line, bool isCutShort)
    {
        if (!isCutShort && line.TrimEnd(" \t\r"u8).IsEmpty)
        {
            // Nothing to keep, but it takes time like everything else.
            _partWeight += line.Length + 1;
            return HasRoom;
        }

        var submitted = isCutShort ? EventParser.TooLarge : intake.Parser.Parse(line);
        _part.Add(submitted);
        _partWeight += Math.Min(line.Length, EventParser.MaximumBytes) + (BytesPerReason * (submitted.Refusal?.Reasons.Count ?? 0));
        return HasRoom;
    }
}

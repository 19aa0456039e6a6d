using System.Buffers;
using System.Globalization;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// A stream of events, committed in parts: at the latest every 5,000 events or 8 MB. While one part is being committed the
/// next is read, and never more than that, so memory does not grow with the stream.
/// </summary>
public sealed class EventStreamIntake(EventIntake intake)
{
    private const int PartEvents = 5_000;
    private const int PartBytes = 8 * 1024 * 1024;

    private List<SubmittedEvent> _part = [];
    private int _partBytes;

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
                more = await lines.ReadLinesAsync(Take, TakeOverlong, cancellation);
                if (_part.Count >= PartEvents || _partBytes >= PartBytes || (!more && _part.Count > 0))
                {
                    await SettleAsync();
                    pending = (_part, SubmitWhenThereIsRoomAsync(_part, cancellation));
                    _part = [];
                    _partBytes = 0;
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

    private void Take(ReadOnlySequence<byte> line)
    {
        if (IsBlank(line))
        {
            return;
        }

        _partBytes += (int)Math.Min(line.Length, EventParser.MaximumBytes);
        if (line.Length > EventParser.MaximumBytes)
        {
            TakeOverlong(line);
            return;
        }

        if (line.IsSingleSegment)
        {
            _part.Add(intake.Parser.Parse(line.FirstSpan));
            return;
        }

        Span<byte> copy = stackalloc byte[(int)line.Length];
        line.CopyTo(copy);
        _part.Add(intake.Parser.Parse(copy));
    }

    private void TakeOverlong(ReadOnlySequence<byte> line) => _part.Add(EventParser.Refused(
        new RefusalReason("", "eventTooLarge", EventParser.MaximumBytes.ToString(CultureInfo.InvariantCulture))));

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            foreach (var b in segment.Span)
            {
                if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                {
                    return false;
                }
            }
        }

        return true;
    }
}

using System.Buffers;
using System.IO.Pipelines;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Lines of an NDJSON stream, one at a time. A line longer than an event may be is cut short and passed on as too long:
/// memory does not depend on what a sender writes between two line breaks.
/// </summary>
public sealed class EventStreamReader(Stream stream)
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024));
    private bool _skipping;
    private bool _started;

    /// <summary>Reads until at least one line is there; calls back for every whole line in the buffer.</summary>
    /// <returns>False at the end of the stream.</returns>
    public async Task<bool> ReadLinesAsync(Action<ReadOnlySequence<byte>> line, Action<ReadOnlySequence<byte>> overlong, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(overlong);
        var result = await _reader.ReadAsync(cancellation);
        var buffer = SkipMark(result.Buffer);
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            Emit(buffer.Slice(0, end), line);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        if (result.IsCompleted)
        {
            if (buffer.Length > 0)
            {
                Emit(buffer, line);
            }

            _reader.AdvanceTo(result.Buffer.End);
            await _reader.CompleteAsync();
            return false;
        }

        if (buffer.Length > EventParser.MaximumBytes)
        {
            if (!_skipping)
            {
                overlong(buffer);
                _skipping = true;
            }

            buffer = buffer.Slice(buffer.End);
        }

        _reader.AdvanceTo(buffer.Start, result.Buffer.End);
        return true;
    }

    private void Emit(ReadOnlySequence<byte> text, Action<ReadOnlySequence<byte>> line)
    {
        if (_skipping)
        {
            _skipping = false;
            return;
        }

        line(text);
    }

    private ReadOnlySequence<byte> SkipMark(ReadOnlySequence<byte> buffer)
    {
        if (_started || buffer.Length < 3)
        {
            return buffer;
        }

        _started = true;
        Span<byte> first = stackalloc byte[3];
        buffer.Slice(0, 3).CopyTo(first);
        return first.SequenceEqual("\uFEFF"u8) ? buffer.Slice(3) : buffer;
    }
}

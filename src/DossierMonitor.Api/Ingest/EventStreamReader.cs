using System.Buffers;
using System.IO.Pipelines;

namespace DossierMonitor.Api.Ingest;

/// <summary>Takes one line.</summary>
/// <param name="line">Without its line break.</param>
/// <param name="isCutShort">It is longer than an event may be, and this is not all of it.</param>
/// <returns>False when no more can be taken for now.</returns>
public delegate bool LineTaker(ReadOnlySpan<byte> line, bool isCutShort);

/// <summary>
/// Lines of an NDJSON stream, one at a time. A line longer than an event may be is cut short and passed on as too long:
/// memory does not depend on what a sender writes between two line breaks.
/// </summary>
public sealed class EventStreamReader(Stream stream)
{
    private readonly PipeReader _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024));
    private readonly byte[] _joined = new byte[EventParser.MaximumBytes];
    private bool _skipping;
    private bool _started;

    /// <summary>Waits until there is something to read, and passes on every whole line of it until one is the last that can be taken.</summary>
    /// <returns>False at the end of the stream.</returns>
    public async Task<bool> ReadLinesAsync(LineTaker line, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(line);
        var result = await _reader.ReadAsync(cancellation);
        var rest = SkipMark(result.Buffer, result.IsCompleted);
        var more = true;
        while (more && rest.PositionOf((byte)'\n') is { } end)
        {
            more = Take(rest.Slice(0, end), line);
            rest = rest.Slice(rest.GetPosition(1, end));
        }

        if (more && result.IsCompleted)
        {
            if (!rest.IsEmpty)
            {
                Take(rest, line);
            }

            _reader.AdvanceTo(result.Buffer.End);
            await _reader.CompleteAsync();
            return false;
        }

        if (more && rest.Length > EventParser.MaximumBytes)
        {
            if (!_skipping)
            {
                line(default, isCutShort: true);
                _skipping = true;
            }

            rest = rest.Slice(rest.End);
        }

        // Where more lines lie in the buffer it was not examined to its end: they come back at once with the next read.
        _reader.AdvanceTo(rest.Start, more ? result.Buffer.End : rest.Start);
        return true;
    }

    private bool Take(ReadOnlySequence<byte> text, LineTaker line)
    {
        if (_skipping)
        {
            _skipping = false;
            return true;
        }

        if (text.IsSingleSegment)
        {
            return line(text.FirstSpan, isCutShort: false);
        }

        if (text.Length > _joined.Length)
        {
            return line(default, isCutShort: true);
        }

        text.CopyTo(_joined);
        return line(_joined.AsSpan(0, (int)text.Length), isCutShort: false);
    }

    private ReadOnlySequence<byte> SkipMark(ReadOnlySequence<byte> buffer, bool isAll)
    {
        if (_started || (buffer.Length < 3 && !isAll))
        {
            return buffer;
        }

        _started = true;
        Span<byte> first = stackalloc byte[3];
        buffer.Slice(0, Math.Min(3, buffer.Length)).CopyTo(first);
        return first.SequenceEqual("\uFEFF"u8) ? buffer.Slice(3) : buffer;
    }
}

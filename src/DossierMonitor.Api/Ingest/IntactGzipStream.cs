using System.IO.Compression;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Decompresses gzip and fails when the stream was cut off. The framework's <see cref="GZipStream"/> ends quietly in the
/// middle of a member, and a portal whose connection broke would be told that all it sent is stored. So one more member
/// with a mark is appended to the input: only when everything before it was whole does the mark come out at the end.
/// </summary>
public sealed class IntactGzipStream : ForwardStream
{
    private static readonly byte[] Mark = "<<whole to here>>"u8.ToArray();
    private static readonly byte[] MarkMember = Compress(Mark);

    // Events fold to a tenth or a thirtieth; what unfolds to more is meant to keep the service busy.
    private const long LargestRatio = 200;
    private const long SmallBytes = 1024 * 1024;

    private readonly GZipStream _gzip;
    private readonly Continued _compressed;
    private long _unfolded;
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private bool _ended;

    public IntactGzipStream(Stream compressed) =>
        _gzip = new GZipStream(_compressed = new Continued(compressed, MarkMember), CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The stream is corrupt or was cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The last bytes are held back until it is known whether they are the mark.
        while (!_ended && _end - _start <= Mark.Length)
        {
            Compact();
            var read = await _gzip.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            Count(read);
            _ended = read == 0;
            _end += read;
        }

        return Take(buffer.Span);
    }

    public override int Read(Span<byte> buffer)
    {
        while (!_ended && _end - _start <= Mark.Length)
        {
            Compact();
            var read = _gzip.Read(_buffer.AsSpan(_end));
            Count(read);
            _ended = read == 0;
            _end += read;
        }

        return Take(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(int read)
    {
        _unfolded += read;
        if (_unfolded > SmallBytes && _unfolded > LargestRatio * _compressed.Taken)
        {
            throw new GzipBombException();
        }
    }

    private int Take(Span<byte> buffer)
    {
        if (_ended && !_buffer.AsSpan(_start, _end - _start).EndsWith(Mark))
        {
            throw new InvalidDataException("The gzip stream was cut off.");
        }

        var count = Math.Min(buffer.Length, _end - _start - Mark.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    private void Compact()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    /// <summary>One stream, then some more bytes.</summary>
    private sealed class Continued(Stream first, byte[] then) : ForwardStream
    {
        private bool _firstEnded;
        private bool _anything;
        private int _position;

        public long Taken { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_firstEnded)
            {
                var read = await first.ReadAsync(buffer, cancellationToken);
                if (read > 0)
                {
                    _anything = true;
                    Taken += read;
                    return read;
                }

                _firstEnded = true;
            }

            return Rest(buffer.Span);
        }

        public override int Read(Span<byte> buffer)
        {
            if (!_firstEnded)
            {
                var read = first.Read(buffer);
                if (read > 0)
                {
                    _anything = true;
                    Taken += read;
                    return read;
                }

                _firstEnded = true;
            }

            return Rest(buffer);
        }

        private int Rest(Span<byte> buffer)
        {
            if (!_anything)
            {
                throw new InvalidDataException("The gzip stream is empty.");
            }

            var count = Math.Min(buffer.Length, then.Length - _position);
            then.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }
}

/// <summary>A gzip stream that unfolds to far more than events do.</summary>
public sealed class GzipBombException : Exception
{
    public GzipBombException()
        : base("The gzip stream unfolds to far more than events do.")
    {
    }

    public GzipBombException(string message)
        : base(message)
    {
    }

    public GzipBombException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

namespace DossierMonitor.Api.Ingest;

/// <summary>Bytes that are there already, as a stream.</summary>
public sealed class ReadOnlyMemoryStream(ReadOnlyMemory<byte> bytes) : ForwardStream
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// The hash chain of each source's events: no event can be changed, dropped from the middle or slipped in without every later
/// value changing. A cut-off tail shows only against a head that was published before (GET /v1/log/head).
/// </summary>
internal sealed class EventChain(StoreConnection connection, IWriterLookups lookups) : IDisposable
{
    private readonly Statement _get = connection.Prepare("EventLog/get-chain-head");
    private readonly Statement _set = connection.Prepare("EventLog/set-chain-head");
    private readonly Dictionary<long, Head> _heads = [];

    // The end of the log that the heads belong to; null = look again.
    private long? _lastSeq;

    /// <param name="lastSeq">The end of the log: when another program has written to it, the heads are read anew.</param>
    public void Begin(long lastSeq)
    {
        if (_lastSeq != lastSeq)
        {
            _heads.Clear();
        }

        _lastSeq = null;
    }

    /// <param name="lastSeq">The end of the log, now that the transaction is committed. Without this the heads are read anew.</param>
    public void Committed(long lastSeq) => _lastSeq = lastSeq;

    public void RolledBack() => _lastSeq = null;

    /// <returns>The chain value of the event.</returns>
    public ReadOnlySpan<byte> Append(long sourceId, DossierEvent e, byte[] digest, Instant recorded)
    {
        if (!_heads.TryGetValue(sourceId, out var head))
        {
            var end = lookups.ChainOf(e.Source) ?? Ask(sourceId);
            _heads[sourceId] = head = new Head { Chain = end.Head, Events = end.Events, GreatestId = end.GreatestId };
        }

        head.Chain = Next(head.Chain, digest, recorded, head.Chain.Length == SHA256.HashSizeInBytes ? head.Chain : new byte[SHA256.HashSizeInBytes]);
        head.Events++;
        head.Recorded = recorded;
        head.HasChanged = true;
        if (head.GreatestId is null || IdOrder.IsGreater(e.Id, head.GreatestId))
        {
            head.GreatestId = e.Id;
        }

        return head.Chain;
    }

    private ChainEnd Ask(long sourceId)
    {
        _get.Set(0, sourceId).Step();
        var end = new ChainEnd(_get.Blob(0).ToArray(), _get.Long(1), _get.TextOrNull(2));
        _get.Reset();
        return end;
    }

    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> digest, Instant recorded) =>
        Next(previous, digest, recorded, new byte[SHA256.HashSizeInBytes]);

    // The place of the value may be that of the one before it.
    private static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> digest, Instant recorded, byte[] to)
    {
        Span<byte> input = stackalloc byte[previous.Length + digest.Length + 8];
        previous.CopyTo(input);
        digest.CopyTo(input[previous.Length..]);
        BinaryPrimitives.WriteInt64BigEndian(input[(previous.Length + digest.Length)..], recorded.Milliseconds);
        SHA256.HashData(input, to);
        return to;
    }

    public void Flush()
    {
        foreach (var (source, head) in _heads.Where(head => head.Value.HasChanged).OrderBy(head => head.Key))
        {
            head.HasChanged = false;
            _set.Set(0, source).Set(1, head.Chain).Set(2, head.Events).Set(3, head.Recorded.Milliseconds).Set(4, head.GreatestId).Run();
        }
    }

    public void Dispose()
    {
        _get.Dispose();
        _set.Dispose();
    }

    private sealed class Head
    {
        public required byte[] Chain { get; set; }

        public required long Events { get; set; }

        public required string? GreatestId { get; set; }

        public Instant Recorded { get; set; }

        public bool HasChanged { get; set; }
    }
}

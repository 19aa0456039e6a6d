using System.Buffers.Binary;
using System.Security.Cryptography;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// The hash chain of each source's events: no event can be changed, dropped from the middle or slipped in without every later
/// value changing. A cut-off tail shows only against a head that was published before (GET /v1/log/head).
/// </summary>
internal sealed class EventChain(SqliteConnection connection) : IDisposable
{
    private readonly SqliteStatement _get = new(connection, SqlScripts.Get("EventLog/get-chain-head"));
    private readonly SqliteStatement _set = new(connection, SqlScripts.Get("EventLog/set-chain-head"));
    private readonly Dictionary<long, (byte[] Head, long Events, Instant Recorded)> _heads = [];

    /// <summary>Heads are read anew in every transaction: another program may have written to the log in between.</summary>
    public void Begin() => _heads.Clear();

    /// <returns>The chain value of the event.</returns>
    public byte[] Append(long sourceId, byte[] digest, Instant recorded)
    {
        if (!_heads.TryGetValue(sourceId, out var head))
        {
            _get.Set(0, sourceId).Step();
            head = (_get.Blob(0).ToArray(), _get.Long(1), recorded);
            _get.Reset();
        }

        var next = Next(head.Head, digest, recorded);
        _heads[sourceId] = (next, head.Events + 1, recorded);
        return next;
    }

    public static byte[] Next(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> digest, Instant recorded)
    {
        Span<byte> input = stackalloc byte[previous.Length + digest.Length + 8];
        previous.CopyTo(input);
        digest.CopyTo(input[previous.Length..]);
        BinaryPrimitives.WriteInt64BigEndian(input[(previous.Length + digest.Length)..], recorded.Milliseconds);
        return SHA256.HashData(input);
    }

    public void Flush()
    {
        foreach (var (source, (head, events, recorded)) in _heads.OrderBy(head => head.Key))
        {
            _set.Set(0, source).Set(1, head).Set(2, events).Set(3, recorded.Milliseconds).Run();
        }
    }

    public void Dispose()
    {
        _get.Dispose();
        _set.Dispose();
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.Verification;

/// <summary>
/// Every event's digest and its source's chain, written out a second time. What the log holds is what was hashed when it came,
/// or this says where it is not.
/// </summary>
internal sealed class LogCheck(IReadOnlyList<ChainHead> heads, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
{
    private const string RequiredTypes = "integer text blob integer integer integer integer blob text text";
    private readonly Dictionary<string, (byte[] Chain, long Events, string? Greatest)> _chains = new(StringComparer.Ordinal);

    private readonly HashSet<long> _unindexed = [];
    private long _indexed;

    public long Events { get; private set; }

    /// <summary>The place that is being read.</summary>
    public long Seq { get; private set; }

    public Difference? Run(StoreConnection connection)
    {
        var total = connection.ExecuteScalar<long>("select count(*) from event_log");
        var parts = connection.KeepsEventKeys
            ? connection.Query<(long Part, long Through)>("select part, through from event_key_part").ToDictionary(part => part.Part, part => part.Through)
            : null;
        using (var row = connection.Scan(connection.Script("Verification/list-log")))
        using (var keys = parts is null ? null : connection.Statement("select seq from event_key where key = @p0"))
        {
            while (row.Step())
            {
                if ((CheckEvent(row) ?? (keys is null ? null : CheckKey(connection, row, keys, parts!))) is { } difference)
                {
                    return difference;
                }

                if (++Events % 10_000 == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new VerificationProgress("chain", Events, total));
                }
            }
        }

        progress?.Report(new VerificationProgress("chain", Events, total));
        return Events != total
            ? new Difference("log", $"The log has {total} events, {Events} of them can be read.")
            : (parts is null ? CheckTwice(connection) : CheckKeys(connection)) ?? CheckSources(connection) ?? CheckHeads();
    }

    private Difference? CheckKeys(StoreConnection connection) =>
        connection.ExecuteScalar<long>("select count(*) from event_key") is var stored && stored != _indexed
            ? new Difference("log", $"The index of ids has {stored} entries, the log gives {_indexed}.")
            : null;

    // Where the engine's own index keeps ids apart, it is not asked by it.
    private static Difference? CheckTwice(StoreConnection connection)
    {
        using var twice = connection.Prepare("Verification/find-twice");
        return twice.Step() ? new Difference("log", "The event is in the log twice.", Source: twice.Text(0), EventId: twice.Text(1), Seq: twice.Long(2)) : null;
    }

    /// <summary>No id twice, and the index by which ids are found has each event where it should.</summary>
    private Difference? CheckKey(StoreConnection connection, Statement row, Statement keys, Dictionary<long, long> parts)
    {
        string source = row.Text(1), id = row.Text(9);
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(source), 0, .. Encoding.UTF8.GetBytes(id)]);
        var key = BinaryPrimitives.ReadInt64BigEndian(hash);
        var places = new List<long>();
        keys.Set(0, key);
        while (keys.Step())
        {
            places.Add(keys.Long(0));
        }

        var shouldBe = Seq <= parts.GetValueOrDefault(hash[0]);
        _indexed += shouldBe ? 1 : 0;
        if (places.Contains(Seq) != shouldBe)
        {
            return new Difference("log", shouldBe ? "The index of ids lacks the event." : "The index of ids has the event too early.", row.Text(5), source, id, Seq);
        }

        // The same key again: the same id, or one of two in 2⁶⁴.
        var again = places.Exists(place => place != Seq) || (!shouldBe && !_unindexed.Add(key));
        return again && connection.ExecuteScalar<long>(
            "select count(*) from event_log e join source s on s.id = e.source_id where s.name = @source and e.event_id = @id", new { source, id }) > 1
            ? new Difference("log", "The event is in the log twice.", row.Text(5), source, id, Seq)
            : null;
    }

    private Difference? CheckEvent(Statement row)
    {
        Seq = row.Long(0);
        if (Seq != Events + 1)
        {
            return new Difference("log", $"After place {Events} comes {Seq}: events are missing.", Seq: Seq);
        }

        string? source = Text(row, 1), code = Text(row, 5), id = Text(row, 9);
        if (row.IsNull(20) || row.Text(20) != RequiredTypes
            || Array.Exists(row.Text(21).Split(' '), type => type is not ("text" or "null"))
            || row.Text(22) is not ("integer" or "null"))
        {
            return new Difference("log", "A column of the event has a value of the wrong kind.", code, source, id, Seq);
        }

        var digest = Digest(row, source!, id!, code!);
        if (!digest.AsSpan().SequenceEqual(row.Blob(3)))
        {
            return new Difference("log", "The event is not what was recorded: its digest differs.", code, source, id, Seq);
        }

        var (previous, events, greatest) = _chains.GetValueOrDefault(source!, ([], 0, null));
        var recorded = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(recorded, row.Long(8));
        var chain = SHA256.HashData([.. previous, .. digest, .. recorded]);
        if (!chain.AsSpan().SequenceEqual(row.Blob(4)))
        {
            return new Difference("chain", "The event does not follow the one before it: its chain value differs.", code, source, id, Seq);
        }

        _chains[source!] = (chain, events + 1, greatest is null || Utf8Order(id!, greatest) > 0 ? id : greatest);
        foreach (var head in heads)
        {
            if (head.Source == source && head.Events == events + 1 && head.Chain != Convert.ToHexStringLower(chain))
            {
                return new Difference("head", $"The published head of event {head.Events} is {head.Chain}, the log's is {Convert.ToHexStringLower(chain)}.", code, source, id, Seq);
            }
        }

        return null;
    }

    private Difference? CheckSources(StoreConnection connection)
    {
        foreach (var (id, name, head, events, greatest) in connection.Query<(long Id, string Name, byte[] Head, long Events, string? Greatest)>(
            connection.Script("Verification/list-sources")))
        {
            var (chain, count, last) = _chains.GetValueOrDefault(name, ([], 0, null));
            if (count != events || !chain.AsSpan().SequenceEqual(head))
            {
                return new Difference("chain", string.Create(CultureInfo.InvariantCulture, $"The source's head says {events} events, the log has {count}, or the last of them is another."), Source: name);
            }

            if (greatest != last)
            {
                return new Difference("log", "The greatest id that the source is said to have is not that of its events.", Source: name);
            }
        }

        return null;
    }

    // A chain that was cut off at its end is in itself intact; only a head that was published before shows it.
    private Difference? CheckHeads()
    {
        foreach (var head in heads)
        {
            var events = _chains.GetValueOrDefault(head.Source, ([], 0, null)).Events;
            if (events < head.Events)
            {
                return new Difference("head", string.Create(CultureInfo.InvariantCulture, $"The published head counts {head.Events} events, the log has {events}: its end is missing."), Source: head.Source);
            }
        }

        return null;
    }

    private static byte[] Digest(Statement row, string source, string id, string code)
    {
        var form = new MemoryStream();
        Add(source);
        Add(id);
        Add(((DossierEventType)(int)row.Long(6)).Name());
        Add(code);
        Number(row.Long(7));
        Add(Text(row, 11));
        Add(Text(row, 12));
        Add(Text(row, 13));
        Add(Date(Text(row, 14)));
        Add(row.IsNull(15) ? null : ((Channel)(int)row.Long(15)).ToString());
        Add(Text(row, 16));
        Add(Date(Text(row, 17)));
        Add(Text(row, 18));
        Add(Text(row, 19));
        return SHA256.HashData(form.ToArray());

        void Number(long number)
        {
            for (var shift = 56; shift >= 0; shift -= 8)
            {
                form.WriteByte((byte)(number >> shift));
            }
        }

        void Length(int length)
        {
            for (var shift = 24; shift >= 0; shift -= 8)
            {
                form.WriteByte((byte)(length >> shift));
            }
        }

        void Add(string? text)
        {
            if (text is null)
            {
                Length(-1);
                return;
            }

            var bytes = Encoding.UTF8.GetBytes(text);
            Length(bytes.Length);
            form.Write(bytes);
        }
    }

    // The log keeps an instant as its milliseconds, the canonical form as a time.
    private static string? Date(string? stored) =>
        stored is null || (stored.Length == 10 && stored[4] == '-')
            ? stored
            : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(stored, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static int Utf8Order(string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other));

    private static string? Text(Statement row, int index) => row.IsNull(index) ? null : row.Text(index);
}

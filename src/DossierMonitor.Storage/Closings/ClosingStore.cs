using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.Closings;

/// <summary>Closings in the database.</summary>
public static class ClosingStore
{
    public static IReadOnlyList<Closing> List(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return [.. snapshot.Connection.Query<Row>(snapshot.Connection.Script("Closings/list-closings")).Select(row => row.ToClosing())];
    }

    /// <summary>A closing with its bytes.</summary>
    public static (Closing Closing, byte[] Body)? Find(Snapshot snapshot, long id)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Connection.Query<Row>(snapshot.Connection.Script("Closings/get-closing"), new { id }).SingleOrDefault() is { } row
            ? (row.ToClosing(), row.Body!)
            : null;
    }

    /// <summary>In the writer's transaction, so that no event lies between what is read and what is said to be its end.</summary>
    internal static Closing Insert(StoreConnection connection, string name, Instant closedAt, long lastSeq, string rulebook, ClosingDraft draft)
    {
        var previous = connection.ExecuteScalar<byte[]?>(connection.Script("Closings/last-chain")) ?? [];
        var digest = SHA256.HashData(draft.Body);
        var chain = SHA256.HashData([.. previous, .. digest]);
        connection.Execute(
            connection.Script("Closings/insert-closing"),
            new { name, closedAt = closedAt.Milliseconds, lastSeq, rulebook, summary = draft.Summary, body = draft.Body, digest, chain });
        var id = connection.ExecuteScalar<long>(connection.Script("Closings/find-by-name"), new { name });
        return new Closing(id, name, closedAt, lastSeq, rulebook, draft.Summary, Convert.ToHexStringLower(digest), Convert.ToHexStringLower(chain));
    }

    internal static bool Exists(StoreConnection connection, string name) =>
        connection.ExecuteScalar<long?>(connection.Script("Closings/find-by-name"), new { name }) is not null;

    private sealed class Row
    {
        public long Id { get; set; }

        public string Name { get; set; } = "";

        public long ClosedAt { get; set; }

        public long LastSeq { get; set; }

        public string Rulebook { get; set; } = "";

        public string Summary { get; set; } = "";

        public byte[] Digest { get; set; } = [];

        public byte[] Chain { get; set; } = [];

        public byte[]? Body { get; set; }

        public Closing ToClosing() => new(
            Id, Name, new Instant(ClosedAt), LastSeq, Rulebook, Summary, Convert.ToHexStringLower(Digest), Convert.ToHexStringLower(Chain));
    }
}

using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>The last link of a source's chain at some moment.</summary>
/// <param name="Events">How many events the chain has up to it.</param>
/// <param name="Chain">SHA-256, hexadecimal.</param>
/// <param name="RecordedAt">When that event was stored.</param>
public sealed record ChainHead(string Source, long Events, string Chain, Instant RecordedAt);

/// <summary>Heads of the log's chains, as they were recorded by some moment.</summary>
public static class ChainHeadReader
{
    /// <summary>When each source's last event was stored.</summary>
    public static IReadOnlyList<(string Source, Instant At)> Silence(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return [.. snapshot.Connection.Query<(string Source, long At)>(snapshot.Connection.Script("Queries/list-last-recorded"))
            .Select(row => (row.Source, new Instant(row.At)))];
    }

    public static IReadOnlyList<ChainHead> Run(Snapshot snapshot, Instant recordedBy)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return [.. snapshot.Connection
            .Query<(string Source, long Events, byte[] Chain, long Recorded)>(
                snapshot.Connection.Script("Queries/list-chain-heads"), new { at = recordedBy.Milliseconds })
            .Select(row => new ChainHead(row.Source, row.Events, Convert.ToHexStringLower(row.Chain), new Instant(row.Recorded)))];
    }
}

using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>The events that a source sent of one local day.</summary>
/// <param name="Day">The local day of the events' time.</param>
/// <param name="Events">How many.</param>
/// <param name="Digest">The SHA-256 values of their ids, each XORed with the others, hexadecimal: the order does not matter.</param>
public sealed record SourceDay(DateOnly Day, long Events, string Digest);

/// <summary>A source as it is known here.</summary>
public sealed record StoredSource(string Name, long Events, Instant? LastRecorded);

/// <summary>What has come from a source, so that a portal can see whether it is all that it sent.</summary>
public static class SourceDigestReader
{
    // An event may lie that far ahead of the clock that recorded it.
    private static readonly TimeSpan AheadOfRecording = TimeSpan.FromHours(25);

    public static IReadOnlyList<StoredSource> Sources(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using var rows = snapshot.Connection.Prepare("Queries/list-sources");
        var sources = new List<StoredSource>();
        while (rows.Step())
        {
            sources.Add(new StoredSource(rows.Text(0), rows.Long(1), rows.LongOrNull(2) is { } at ? new Instant(at) : null));
        }

        return sources;
    }

    /// <returns>One entry for each day, also those without events; null when nothing has come from such a source.</returns>
    public static IReadOnlyList<SourceDay>? Run(Snapshot snapshot, string source, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using var find = snapshot.Connection.Prepare("EventLog/find-source");
        if (find.Set(0, source).Number() is not { } id)
        {
            return null;
        }

        var days = snapshot.Rulebook.Clock.Days;
        var sums = new (long Events, byte[] Digest)[to.DayNumber - from.DayNumber + 1];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i].Digest = new byte[SHA256.HashSizeInBytes];
        }

        // What was recorded before the first day cannot be of it, so only the end of the log is read.
        var start = days.StartOf(from);
        using var rows = snapshot.Connection.Scan(snapshot.Connection.Script("Queries/list-ids-of-source"));
        rows.Set(0, snapshot.LastSeqRecordedBy(start.Plus(-AheadOfRecording))).Set(1, id).Set(2, start.Milliseconds).Set(3, days.EndOf(to).Milliseconds);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        while (rows.Step())
        {
            ref var sum = ref sums[days.DateOf(new Instant(rows.Long(1))).DayNumber - from.DayNumber];
            SHA256.HashData(Encoding.UTF8.GetBytes(rows.Text(0)), digest);
            for (var i = 0; i < digest.Length; i++)
            {
                sum.Digest[i] ^= digest[i];
            }

            sum.Events++;
        }

        return [.. sums.Select((sum, i) => new SourceDay(from.AddDays(i), sum.Events, Convert.ToHexStringLower(sum.Digest)))];
    }
}

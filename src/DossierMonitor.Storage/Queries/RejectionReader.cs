using System.Text.Json;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Storage.Queries;

/// <summary>A refused event as it is kept.</summary>
public sealed record StoredRejection(
    long Id,
    Instant FirstAt,
    Instant LastAt,
    long Times,
    string? Source,
    string? EventId,
    string? EventType,
    string? Subject,
    EventStatus Status,
    IReadOnlyList<RefusalReason> Reasons,
    string? Event);

public sealed record RejectionQuery(string? Source, Instant From, Instant Until, int Limit, (Instant LastAt, long Id)? After);

/// <summary>Refused events, newest first.</summary>
public static class RejectionReader
{
    public static IReadOnlyList<StoredRejection> Run(Snapshot snapshot, RejectionQuery query)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(query);
        var rows = snapshot.Connection.Query<Row>(
            snapshot.Connection.Script("Queries/list-rejections"),
            new
            {
                source = query.Source,
                from = query.From.Milliseconds,
                until = query.Until.Milliseconds,
                lastAt = query.After?.LastAt.Milliseconds,
                lastId = query.After?.Id,
                limit = query.Limit,
            });
        return [.. rows.Select(row => new StoredRejection(
            row.Id,
            new Instant(row.FirstAt),
            new Instant(row.LastAt),
            row.Times,
            row.Source,
            row.EventId,
            row.EventType,
            row.Subject,
            Enum.Parse<EventStatus>(row.Status),
            JsonSerializer.Deserialize<List<RefusalReason>>(row.Reasons)!,
            row.Event))];
    }

    private sealed record Row(
        long Id, long FirstAt, long LastAt, long Times, string? Source, string? EventId, string? EventType, string? Subject,
        string Status, string Reasons, string? Event);
}

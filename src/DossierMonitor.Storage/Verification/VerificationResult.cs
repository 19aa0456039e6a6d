using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.Verification;

/// <summary>The first thing that is not as the log says.</summary>
/// <param name="Part">database, log, chain, head, dossiers, tallies, calendar, closings or rules.</param>
/// <param name="Detail">What was expected and what was found.</param>
/// <param name="EventId">The event at which it shows.</param>
/// <param name="Seq">Its place in the log.</param>
public sealed record Difference(
    string Part,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Dossier = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Source = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Seq = null);

/// <summary>What a verification found.</summary>
/// <param name="Events">Of the log, that were checked.</param>
public sealed record VerificationResult(Instant StartedAt, Instant FinishedAt, long Events, long Dossiers, Difference? Difference)
{
    public bool Ok => Difference is null;
}

/// <summary>The last verification, as answers name it.</summary>
public sealed record LastVerification(Instant At, long Events, Difference? Difference);

/// <summary>The results of verifications, kept in the database so that every answer can name the last one.</summary>
public static class VerificationLog
{
    /// <summary>On a connection of its own: a verification may run in another program than the service.</summary>
    public static void Append(string path, VerificationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var connection = StoreDatabase.Connect(path, write: true);
        using var transaction = connection.BeginWrite();
        connection.Execute(
            connection.Script("Verification/insert-verification"),
            new
            {
                startedAt = result.StartedAt.Milliseconds,
                finishedAt = result.FinishedAt.Milliseconds,
                events = result.Events,
                dossiers = result.Dossiers,
                difference = result.Difference is { } difference ? JsonSerializer.Serialize(difference) : null,
            });
        transaction.Commit();
    }

    /// <returns>Null when the database was never verified.</returns>
    public static LastVerification? Last(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        using var row = snapshot.Connection.Prepare("Verification/last-verification");
        return row.Step()
            ? new LastVerification(
                new Instant(row.Long(0)), row.Long(1), row.IsNull(2) ? null : JsonSerializer.Deserialize<Difference>(row.Text(2)))
            : null;
    }
}

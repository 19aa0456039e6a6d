using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Verification;

/// <summary>How far a verification is.</summary>
public readonly record struct VerificationProgress(string Part, long Done, long Total);

/// <summary>
/// Proves a database from its log: the engine's own check first, then the chains, then every dossier folded a second time by
/// naive code, then every tally added up a second time by the database itself. One snapshot of its own, so that the service can
/// read and write meanwhile. It stops at the first difference.
/// </summary>
public static class Verifier
{
    /// <param name="path">The database file.</param>
    /// <param name="rulebook">The rules that its figures should have been computed by.</param>
    /// <param name="heads">Published heads of chains to hold the log against.</param>
    /// <param name="time">Clock.</param>
    /// <param name="progress">Told now and then.</param>
    /// <param name="cancellation">Stops it.</param>
    public static VerificationResult Run(
        string path, Rulebook rulebook, IReadOnlyList<ChainHead> heads, TimeProvider time, IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rulebook);
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(time);
        var started = Instant.From(time.GetUtcNow());
        var log = new LogCheck(heads, progress, cancellation);
        var dossiers = new DossierCheck(rulebook, progress, cancellation);
        Difference? difference;
        try
        {
            using var connection = StoreDatabase.Connect(path, write: false);
            using var transaction = connection.BeginRead();
            difference = SchemaCheck(connection)
                ?? IntegrityCheck(connection, progress)
                ?? log.Run(connection)
                ?? RulesCheck(connection, rulebook)
                ?? dossiers.Run(connection)
                ?? new TallyCheck(rulebook, progress).Run(connection)
                ?? ClosingCheck.Run(connection)
                ?? AuditCheck.Run(connection);
        }
        catch (Exception error) when (PostgresDatabase.IsAway(error) && PostgresAddress.Is(path))
        {
            // That says nothing about what is in it.
            throw new StorageUnavailableException($"The database {PostgresAddress.Shown(path)} cannot be reached: {error.Message}", error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A page that cannot be read, or a value that nothing writes: whatever it breaks on, the database is not what it should be.
            difference = new Difference("database", $"The database cannot be read: {error.GetType().Name}: {error.Message}", Seq: log.Seq == 0 ? null : log.Seq);
        }

        return new VerificationResult(started, Instant.From(time.GetUtcNow()), log.Events, dossiers.Count, difference);
    }

    // This program reads only what it would write; the service brings a database up to date when it opens it.
    private static Difference? SchemaCheck(StoreConnection connection)
    {
        var version = connection.Query<(long Version, string)>(connection.Script("Database/Migrations/list-history")).Max(row => row.Version);
        return version == Migrations.Latest
            ? null
            : new Difference("database", $"The database has schema {version}, this program reads {Migrations.Latest}. Start the service on it once, or rebuild it.");
    }

    private static Difference? IntegrityCheck(StoreConnection connection, IProgress<VerificationProgress>? progress)
    {
        progress?.Report(new VerificationProgress("database", 0, 1));
        var result = connection.CheckIntegrity();
        progress?.Report(new VerificationProgress("database", 1, 1));
        return result is null ? null : new Difference("database", $"The engine's own check says: {result}");
    }

    private static Difference? RulesCheck(StoreConnection connection, Rulebook rulebook)
    {
        var stored = connection.ExecuteScalar<string?>("select value from meta where key = 'rulebook'");
        return stored == rulebook.Digest
            ? null
            : new Difference("rules", $"The figures were computed by the rules {stored ?? "(none)"}, not by {rulebook.Digest} of this reference folder and these settings.");
    }
}

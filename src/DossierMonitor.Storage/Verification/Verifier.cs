using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

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
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            connection.Open();
            connection.Execute("pragma busy_timeout = 10000");
            connection.Execute("pragma temp_store = file");
            using var transaction = connection.BeginTransaction(deferred: true);
            difference = SchemaCheck(connection, transaction)
                ?? IntegrityCheck(connection, transaction, progress)
                ?? log.Run(connection, transaction)
                ?? RulesCheck(connection, transaction, rulebook)
                ?? dossiers.Run(connection, transaction)
                ?? new TallyCheck(rulebook, progress).Run(connection, transaction)
                ?? ClosingCheck.Run(connection, transaction)
                ?? AuditCheck.Run(connection, transaction);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A page that cannot be read, or a value that nothing writes: whatever it breaks on, the database is not what it should be.
            difference = new Difference("database", $"The database cannot be read: {error.GetType().Name}: {error.Message}", Seq: log.Seq == 0 ? null : log.Seq);
        }

        return new VerificationResult(started, Instant.From(time.GetUtcNow()), log.Events, dossiers.Count, difference);
    }

    // This program reads only what it would write; the service brings a database up to date when it opens it.
    private static Difference? SchemaCheck(SqliteConnection connection, SqliteTransaction transaction)
    {
        var version = connection.Query<(long Version, string)>(SqlScripts.Get("Database/Migrations/list-history"), transaction: transaction).Max(row => row.Version);
        return version == Migrations.Latest
            ? null
            : new Difference("database", $"The database has schema {version}, this program reads {Migrations.Latest}. Start the service on it once, or rebuild it.");
    }

    private static Difference? IntegrityCheck(SqliteConnection connection, SqliteTransaction transaction, IProgress<VerificationProgress>? progress)
    {
        progress?.Report(new VerificationProgress("database", 0, 1));
        var result = connection.Query<string>("pragma integrity_check(1)", transaction: transaction).First();
        progress?.Report(new VerificationProgress("database", 1, 1));
        return result == "ok" ? null : new Difference("database", $"The engine's own check says: {result}");
    }

    private static Difference? RulesCheck(SqliteConnection connection, SqliteTransaction transaction, Rulebook rulebook)
    {
        var stored = connection.ExecuteScalar<string?>("select value from meta where key = 'rulebook'", transaction: transaction);
        return stored == rulebook.Digest
            ? null
            : new Difference("rules", $"The figures were computed by the rules {stored ?? "(none)"}, not by {rulebook.Digest} of this reference folder and these settings.");
    }
}

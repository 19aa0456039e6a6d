using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Move;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage;

/// <summary>An open database: its one writer and its readers, with figures computed by the given rules.</summary>
public sealed class DossierStore : IAsyncDisposable
{
    private readonly StoreDatabase _database;

    private DossierStore(StoreDatabase database, EventWriter writer)
    {
        _database = database;
        Writer = writer;
        Reader = new SnapshotReader(database, writer);
    }

    public EventWriter Writer { get; }

    public SnapshotReader Reader { get; }

    /// <summary>
    /// Opens the database, and computes its figures again when they were computed by other rules (another calendar, zone,
    /// limit): nothing is ever answered by two sets of rules at once.
    /// </summary>
    public static async Task<DossierStore> OpenAsync(
        string path, Rulebook rulebook, TimeProvider time, IProgress<(int Done, int Total)>? progress = null, bool groupCommit = true)
    {
        var database = StoreDatabase.Open(path, time);
        if (DatabaseMove.IsUnfinished(database.Writer))
        {
            database.Dispose();
            throw new StorageException("A move into this database was begun and not completed: run it again.");
        }

        var writer = new EventWriter(database, rulebook, time, groupCommit);
        try
        {
            await writer.UseAsync(rulebook, progress);
            return new DossierStore(database, writer);
        }
        catch
        {
            await writer.DisposeAsync();
            database.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        _database.Dispose();
    }
}

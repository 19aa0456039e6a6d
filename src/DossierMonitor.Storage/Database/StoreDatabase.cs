using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Database.Sqlite;

namespace DossierMonitor.Storage.Database;

/// <summary>A database of either engine: one connection to write through, and as many to read through as there are readers.</summary>
public abstract class StoreDatabase : IDisposable
{
    /// <summary>Used by the writer's thread only.</summary>
    public abstract StoreConnection Writer { get; }

    /// <summary>Opens or creates it, checks the engine and brings the schema up to date.</summary>
    /// <param name="address">A file of SQLite, or postgres://….</param>
    /// <param name="time">Clock.</param>
    public static StoreDatabase Open(string address, TimeProvider time) =>
        PostgresAddress.Is(address) ? PostgresDatabase.Open(address, time) : SqliteDatabase.Open(address, time);

    /// <summary>A single connection to a database that there is; its schema stays as it is.</summary>
    internal static StoreConnection Connect(string address, bool write) =>
        PostgresAddress.Is(address) ? PostgresDatabase.Connect(address) : SqliteDatabase.Connect(address, write);

    /// <summary>Whether there is a database of this program, whatever its version.</summary>
    public static bool Exists(string address) => PostgresAddress.Is(address) ? PostgresDatabase.HasSchema(address) : File.Exists(address);

    /// <summary>Of several programs that are about to do the same, one gets the turn, until it gives it up.</summary>
    /// <returns>Null when another has it.</returns>
    public static IDisposable? TakeTurn(string address) => PostgresAddress.Is(address) ? PostgresDatabase.TryTakeTurn(address) : new NoTurns();

    /// <summary>The address as it may be shown.</summary>
    public static string Shown(string address) => PostgresAddress.Is(address) ? PostgresAddress.Shown(address) : address;

    public abstract StoreConnection RentReader();

    public abstract void ReturnReader(StoreConnection reader);

    /// <summary>Whether other programs are meant to have it open and write to it, each as good as this one.</summary>
    internal virtual bool HasReplicas => false;

    /// <summary>What a caller is told of a failure that was not its own.</summary>
    internal Exception Told(Exception error) => MaySucceedAgain(error) ? new StorageUnavailableException("The database cannot be reached at the moment.", error) : error;

    /// <summary>Whether the transaction failed for a reason outside of it, so that it may succeed the next time.</summary>
    internal virtual bool MaySucceedAgain(Exception error) => false;

    /// <summary>On the writer's thread, between two transactions.</summary>
    internal virtual void Committed()
    {
    }

    public abstract void Dispose();

    // A file has one program that verifies it.
    private sealed class NoTurns : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

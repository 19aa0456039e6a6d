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

    public abstract StoreConnection RentReader();

    public abstract void ReturnReader(StoreConnection reader);

    /// <summary>After a failed transaction: replaces the writer's connection when it is of no use any more.</summary>
    /// <returns>Whether it was replaced; what belonged to the old one must be made anew.</returns>
    internal virtual bool RenewWriter() => false;

    /// <summary>Whether the transaction failed for a reason outside of it, so that it may succeed the next time.</summary>
    internal virtual bool MaySucceedAgain(Exception error) => false;

    /// <summary>Whether the error says that the database cannot be reached, or that it failed.</summary>
    internal abstract bool IsUnavailable(Exception error);

    /// <summary>On the writer's thread, between two transactions.</summary>
    internal virtual void Committed()
    {
    }

    public abstract void Dispose();
}

using System.Data.Common;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// Reads a database that this program does not serve, while another may: nothing is written, and the rules are those by which its
/// figures stand there.
/// </summary>
public static class ClosedDatabase
{
    /// <param name="address">Of one that there is.</param>
    /// <param name="query">Reads.</param>
    /// <exception cref="StorageException">Nothing has been computed in it, or by rules that this version cannot reproduce.</exception>
    public static T Read<T>(string address, Func<Snapshot, T> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            // Whoever is the last to close a file of SQLite puts its log away, which needs the right to write.
            using var connection = StoreDatabase.Connect(address, write: true);
            using var transaction = connection.BeginRead();
            var digest = StoredRulebook.DigestIn(connection) ?? throw new StorageException("No figures have been computed in this database yet. Serve it, or import into it.");
            var rulebook = RulebookArchive.Load(connection, digest)
                ?? throw new StorageException("The figures of this database were computed by another version of the program. Serve it once with this one.");
            return query(new Snapshot(connection, rulebook, new SliceCatalog()));
        }
        catch (DbException error)
        {
            throw new StorageException($"The database cannot be read: {error.Message}", error);
        }
    }
}

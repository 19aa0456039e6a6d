using DossierMonitor.Storage.Database;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>A copy of a database that is in use.</summary>
public static class DatabaseBackup
{
    /// <param name="path">The database.</param>
    /// <param name="copy">A file that does not exist yet; nothing is left of it when something fails.</param>
    /// <exception cref="StorageException">It could not be read or written.</exception>
    public static void Run(string path, string copy)
    {
        ArgumentNullException.ThrowIfNull(copy);
        var part = copy + ".part";
        try
        {
            File.Delete(part);
            using (var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
            {
                source.Open();
                source.Run("pragma busy_timeout = 10000");

                // Within one snapshot, without the pages that are free; complete, or there is no file.
                using var command = source.CreateCommand();
                command.CommandText = "vacuum main into @copy";
                command.CommandTimeout = 0;
                command.Parameters.AddWithValue("@copy", part);
                command.ExecuteNonQuery();
            }

            // On the disk before it has its name.
            using (var written = File.Open(part, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }

            File.Move(part, copy);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw new StorageException($"The database {path} could not be backed up: {error.Message}", error);
        }
    }
}

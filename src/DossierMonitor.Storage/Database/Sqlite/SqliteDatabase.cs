using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>
/// A SQLite file with one writer connection and a set of readers. Connections are not pooled by the provider, since its
/// pool carries pragmas from one use to the next.
/// </summary>
public sealed class SqliteDatabase : StoreDatabase
{
    /// <summary>Older ones have bugs in WAL recovery that can lose acknowledged commits.</summary>
    public static readonly Version MinimumVersion = new(3, 51, 3);

    private const long Megabyte = 1024 * 1024;

    // At the end of nearly every transaction SQLite goes through the whole cache, as long as the file is smaller than 1 GiB: splitting
    // a leaf may number a page as the one at that place for a moment, and that looks like pages beyond the end. With 64 MiB of pages
    // this takes a tenth of the time of a small transaction. What is not cached here is in the system's cache.
    private static readonly string WriterCacheKilobytes = Kilobytes(MemoryShare.Of(12, 8 * Megabyte, 16 * Megabyte));

    /// <summary>For work that is one transaction.</summary>
    internal static readonly string BulkCacheKilobytes = Kilobytes(MemoryShare.Of(12, 8 * Megabyte, 64 * Megabyte));

    private readonly string _readString;
    private readonly ConcurrentBag<StoreConnection> _readers = [];
    private bool _disposed;

    private SqliteDatabase(string path, SqliteConnection writer)
    {
        Path = path;
        RawWriter = writer;
        Writer = new SqliteStoreConnection(writer);
        Checkpoints = new Checkpointer(path, writer);
        _readString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
    }

    public string Path { get; }

    public override StoreConnection Writer { get; }

    private SqliteConnection RawWriter { get; }

    internal Checkpointer Checkpoints { get; }

    public static new SqliteDatabase Open(string path, TimeProvider time) => Open(path, time, disposable: false);

    /// <param name="path">The file.</param>
    /// <param name="time">Clock.</param>
    /// <param name="disposable">For a file that is thrown away unless all of it gets written: no log ahead, no waiting for the disk.</param>
    internal static SqliteDatabase Open(string path, TimeProvider time, bool disposable)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        try
        {
            if (!string.IsNullOrEmpty(folder))
            {
                Directory.CreateDirectory(folder);
            }

            var writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            try
            {
                writer.Open();
                CheckVersion(writer.ServerVersion);
                writer.Run("pragma busy_timeout = 10000");
                if (disposable)
                {
                    writer.Run("pragma journal_mode = off; pragma synchronous = off");
                }
                else
                {
                    UseLogAhead(writer, path);
                }

                writer.Run("pragma foreign_keys = off");
                writer.Run("pragma cache_size = -" + WriterCacheKilobytes);
                writer.Run("pragma wal_autocheckpoint = 0");
                writer.Run("pragma temp_store = memory");
                var database = new SqliteDatabase(path, writer);
                Migrations.Apply(database.Writer, time);
                return database;
            }
            catch
            {
                writer.Dispose();
                throw;
            }
        }
        catch (SqliteException error)
        {
            throw new StorageException($"The database {path} cannot be opened: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The database {path} cannot be created: {error.Message}", error);
        }
    }

    private static string Kilobytes(long bytes) => (bytes / 1024).ToString(CultureInfo.InvariantCulture);

    private static void UseLogAhead(SqliteConnection writer, string path)
    {
        var mode = (string?)writer.Scalar("pragma journal_mode = wal");
        if (!string.Equals(mode, "wal", StringComparison.OrdinalIgnoreCase))
        {
            throw new StorageException($"The database {path} cannot be put into WAL mode (it is in {mode} mode): it must lie on a local disk.");
        }

        // FULL: an acknowledged event survives the loss of power, not only of the process.
        writer.Run("pragma synchronous = full");
    }

    public static void CheckVersion(string version)
    {
        if (!Version.TryParse(version, out var found) || found < MinimumVersion)
        {
            throw new StorageException(string.Create(CultureInfo.InvariantCulture,
                $"SQLite {version} is too old: {MinimumVersion} or newer is needed."));
        }
    }

    internal static new StoreConnection Connect(string path, bool write)
    {
        var mode = write ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly;
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        connection.Run("pragma busy_timeout = 10000");
        connection.Run("pragma temp_store = file");
        return new SqliteStoreConnection(connection);
    }

    internal override void Committed() => Checkpoints.Committed();

    public override StoreConnection RentReader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_readers.TryTake(out var reader))
        {
            return reader;
        }

        var connection = new SqliteConnection(_readString);
        connection.Open();
        connection.Run("pragma busy_timeout = 10000");
        connection.Run("pragma temp_store = memory");
        connection.Run("pragma cache_size = -" + Kilobytes(MemoryShare.Of(48, 2 * Megabyte, 32 * Megabyte)));
        return new SqliteStoreConnection(connection);
    }

    public override void ReturnReader(StoreConnection reader)
    {
        if (_disposed)
        {
            reader.Dispose();
        }
        else
        {
            _readers.Add(reader);
        }
    }

    /// <summary>Closes readers first, so that the writer's close is the last one and removes the -wal and -shm files.</summary>
    public override void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Checkpoints.Dispose();
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        if (RawWriter.State == System.Data.ConnectionState.Open)
        {
            RawWriter.Run("pragma wal_checkpoint(truncate)");
        }

        Writer.Dispose();
    }
}

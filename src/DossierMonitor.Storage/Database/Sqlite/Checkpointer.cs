using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database on a thread of its own: done by the writer, as the engine does it unless told
/// otherwise, every thousandth page makes some request wait for all of it. A log that is let grow also writes a page once that was
/// changed many times.
/// </summary>
internal sealed class Checkpointer(string path, SqliteConnection writer) : IDisposable
{
    // In pages of 4 KiB.
    private const int WorthIt = 8 * 1024;
    private const int TooLong = 64 * 1024;

    // Counts, and moves nothing (SQLite 3.51).
    private const int CountOnly = -1;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private Thread? _thread;
    private volatile bool _stopping;

    /// <summary>On the writer's thread, between two transactions.</summary>
    public void Committed()
    {
        if (raw.sqlite3_wal_checkpoint_v2(writer.Handle, "main", CountOnly, out var pages, out var moved) != raw.SQLITE_OK || pages - moved < WorthIt)
        {
            return;
        }

        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "checkpoints" };
            _thread.Start();
        }

        _wake.Set();
        if (pages > TooLong && pages - moved < TooLong / 4)
        {
            // Only when all of it has been moved does the log begin again at its start, and only between two writes can it be all.
            raw.sqlite3_wal_checkpoint_v2(writer.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread?.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        connection.Execute("pragma synchronous = full");
        while (true)
        {
            _wake.WaitOne();
            if (_stopping)
            {
                return;
            }

            // Busy or failed: the writer goes on, and asks again after its next commit.
            raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);
        }
    }
}

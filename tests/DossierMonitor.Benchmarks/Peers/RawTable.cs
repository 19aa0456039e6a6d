using System.Diagnostics;
using DossierMonitor.Domain.Dossiers;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Benchmarks.Peers;

/// <summary>
/// What the ingest is held against: the same events inserted into one table, as fast as Microsoft.Data.Sqlite can: one prepared
/// statement, values made before, the source as a number, the page cache of the service, WAL and synchronous = FULL.
/// </summary>
internal sealed class RawTable : IDisposable
{
    private static readonly string[] Columns =
    [
        "source", "event_id", "type", "subject", "time", "unit", "procedure", "field", "due_at", "channel", "holder", "step_due_at", "document", "target_event_id",
    ];

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public RawTable(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("pragma journal_mode = wal");
        Run("pragma synchronous = full");
        Run("pragma cache_size = -131072");
        Run("""
            create table if not exists event (
                seq integer primary key, source integer not null, event_id text not null, type integer not null, subject text not null,
                time integer not null, unit text, procedure text, field text, due_at text, channel integer, holder text, step_due_at text,
                document text, target_event_id text, unique (source, event_id))
            """);
        _insert = _connection.CreateCommand();
        _insert.CommandText = $"insert into event ({string.Join(", ", Columns)}) values ({string.Join(", ", Columns.Select(column => "$" + column))})";
        foreach (var column in Columns)
        {
            _insert.Parameters.Add(new SqliteParameter("$" + column, DBNull.Value));
        }

        _insert.Prepare();
    }

    public static object[] Row(DossierEvent e) =>
    [
        1L, e.Id, (long)e.Type, e.Code, e.Time.Milliseconds, Text(e.Unit), Text(e.Procedure), Text(e.Field), Text(e.DueAt?.ToString()),
        e.Channel is { } channel ? (long)channel : DBNull.Value, Text(e.Holder), Text(e.StepDueAt?.ToString()), Text(e.Document), Text(e.EventId),
    ];

    public TimeSpan Insert(IReadOnlyList<object[]> rows, int transactionRows)
    {
        var started = Stopwatch.GetTimestamp();
        for (var start = 0; start < rows.Count; start += transactionRows)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            _insert.Transaction = transaction;
            for (var i = start; i < Math.Min(rows.Count, start + transactionRows); i++)
            {
                for (var column = 0; column < Columns.Length; column++)
                {
                    _insert.Parameters[column].Value = rows[i][column];
                }

                _insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private static object Text(string? value) => (object?)value ?? DBNull.Value;

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using System.Diagnostics;
using DossierMonitor.Storage.Database.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace DossierMonitor.Benchmarks.Peers;

/// <summary>The same events by COPY in its binary form into one table of PostgreSQL with its unique index: as fast as they can get there.</summary>
internal sealed class CopyTable : IDisposable
{
    private const string Columns = "source, event_id, type, subject, time, unit, procedure, field, due_at, channel, holder, step_due_at, document, target_event_id";
    private readonly NpgsqlConnection _connection;

    public CopyTable(string address)
    {
        _connection = new NpgsqlConnection(PostgresAddress.Parse(address).ToString());
        _connection.Open();
        using var create = new NpgsqlCommand(
            """
            create table if not exists event (
                seq bigint generated always as identity primary key, source bigint not null, event_id text collate "C" not null, type bigint not null, subject text not null,
                time bigint not null, unit text, procedure text, field text, due_at text, channel bigint, holder text, step_due_at text,
                document text, target_event_id text, unique (source, event_id))
            """,
            _connection);
        create.ExecuteNonQuery();
    }

    /// <param name="rows">As <see cref="RawTable.Row"/> makes them.</param>
    /// <param name="transactionRows">How many are committed at once.</param>
    public TimeSpan Insert(IReadOnlyList<object[]> rows, int transactionRows)
    {
        var started = Stopwatch.GetTimestamp();
        for (var start = 0; start < rows.Count; start += transactionRows)
        {
            using var writer = _connection.BeginBinaryImport($"copy event ({Columns}) from stdin (format binary)");
            for (var i = start; i < Math.Min(rows.Count, start + transactionRows); i++)
            {
                writer.StartRow();
                foreach (var value in rows[i])
                {
                    switch (value)
                    {
                        case long number:
                            writer.Write(number, NpgsqlDbType.Bigint);
                            break;
                        case string text:
                            writer.Write(text, NpgsqlDbType.Text);
                            break;
                        default:
                            writer.WriteNull();
                            break;
                    }
                }
            }

            writer.Complete();
        }

        return Stopwatch.GetElapsedTime(started);
    }

    public void Dispose() => _connection.Dispose();
}

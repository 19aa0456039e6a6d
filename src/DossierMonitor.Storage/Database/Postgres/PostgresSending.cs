using DossierMonitor.Storage.EventLog;
using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// What a connection sends, in its order. What is sent ahead goes on another thread, and whoever gave it goes on: the server and
/// the program work at the same time, and neither waits for the other before something is read. What failed there fails at that wait.
/// </summary>
internal sealed class PostgresSending(NpgsqlConnection connection) : IDisposable
{
    private const int MostWaiting = 256;

    // Of its own: it may wait for a turn that another connection of this program has, which needs its own to give it up. Those who
    // only read have none.
    private BackgroundThreads? _sender;

    private readonly Lock _lock = new();
    private readonly Queue<Action> _ahead = [];
    private NpgsqlBatch? _waiting;
    private TaskCompletionSource? _sent;

    /// <summary>A statement that gives no rows: it waits for the next that is sent.</summary>
    public void Add(string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        _waiting = With(_waiting, sql, parameters);
        if (_waiting.BatchCommands.Count >= MostWaiting)
        {
            Now([]);
        }
    }

    /// <summary>The statements that wait, for whoever sends them with its own.</summary>
    public NpgsqlBatch TakeWaiting()
    {
        Await();
        var batch = _waiting ?? new NpgsqlBatch(connection) { Timeout = 0 };
        _waiting = null;
        return batch;
    }

    /// <summary>Sends what waits, then the rows, before it returns.</summary>
    public void Now(List<PostgresRows> rows)
    {
        Await();
        var before = _waiting;
        _waiting = null;
        Write(before, rows);
    }

    /// <summary>The same, while the caller goes on.</summary>
    public void Ahead(List<PostgresRows> rows)
    {
        var before = _waiting;
        _waiting = null;
        Ahead(() => Write(before, rows));
    }

    /// <summary>What is to be done with the connection when everything before it is sent; then too the caller goes on.</summary>
    public void Ahead(Action action)
    {
        lock (_lock)
        {
            _ahead.Enqueue(action);

            // After a failure nothing more is sent, until it has been told.
            if (_sent is null or { Task.IsCompletedSuccessfully: true })
            {
                _sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _sender ??= new BackgroundThreads("sending", 1, stepBack: false);
                _sender.Add(WriteAhead);
            }
        }
    }

    /// <summary>Over when nothing is on its way.</summary>
    public Task Sent => _sent?.Task ?? Task.CompletedTask;

    public void Dispose()
    {
        _sender?.Dispose();
        _sender = null;
    }

    /// <summary>Forgets what was not sent; why it is forgotten was told where it failed.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            _ahead.Clear();
        }

        try
        {
            Await();
        }
        catch (Exception)
        {
            // It is being rolled back; what failed first has been told, or is told now.
        }

        _waiting?.Dispose();
        _waiting = null;
    }

    private void Await()
    {
        // Read and written by the caller only: the other thread only completes it.
        if (_sent is { } sent)
        {
            try
            {
                sent.Task.GetAwaiter().GetResult();
            }
            finally
            {
                _sent = null;
            }
        }
    }

    private void WriteAhead()
    {
        while (true)
        {
            Action? next;
            TaskCompletionSource sent;
            lock (_lock)
            {
                sent = _sent!;
                if (!_ahead.TryDequeue(out next))
                {
                    sent.SetResult();
                    return;
                }
            }

            try
            {
                next();
            }
            catch (Exception error)
            {
                lock (_lock)
                {
                    _ahead.Clear();
                    sent.SetException(error);
                    return;
                }
            }
        }
    }

    private void Write(NpgsqlBatch? batch, List<PostgresRows> all)
    {
        foreach (var rows in all)
        {
            using (rows)
            {
                if (rows.CopySql is null)
                {
                    batch = With(batch, rows.Sql, rows.AsArrays());
                }
                else
                {
                    Execute(batch);
                    batch = null;
                    rows.Copy(connection);
                }
            }
        }

        Execute(batch);
    }

    private NpgsqlBatch With(NpgsqlBatch? batch, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        batch ??= new NpgsqlBatch(connection) { Timeout = 0 };
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
        return batch;
    }

    private static void Execute(NpgsqlBatch? batch)
    {
        if (batch is not null)
        {
            batch.ExecuteNonQuery();
            batch.Dispose();
        }
    }
}

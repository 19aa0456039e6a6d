using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// A statement whose rows are taken off the connection at once, so that others can run while they are looked at; with a cursor, a
/// few thousand at a time. The provider keeps it prepared.
/// </summary>
internal sealed partial class PostgresStatement : Statement
{
    private const int FetchedAtOnce = 2_000;

    // Texts of statements are few; those that are put together for a question go another way.
    private static readonly ConcurrentDictionary<string, string> Written = new(StringComparer.Ordinal);

    private readonly PostgresStoreConnection _connection;
    private readonly string _sql;
    private readonly string? _cursor;
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<object?[]> _rows = [];
    private int _row = -1;
    private bool _running;

    // The transaction that a cursor is open in, and ends with.
    private StoreTransaction? _openIn;

    public PostgresStatement(PostgresStoreConnection connection, string sql, string? cursor)
    {
        _connection = connection;
        _sql = Written.GetOrAdd(sql, text => WithNumbers(connection.Translate(text)));
        _cursor = cursor;
    }

    /// <summary>The engine numbers parameters from 1.</summary>
    public static string WithNumbers(string sql) =>
        Names().Replace(sql, static match => "$" + (int.Parse(match.ValueSpan[2..], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));

    public override Statement Set(int index, long value) => Set(index, value, NpgsqlDbType.Bigint);

    public override Statement Set(int index, long? value) => Set(index, value, NpgsqlDbType.Bigint);

    public override Statement Set(int index, string? value) => Set(index, value, NpgsqlDbType.Text);

    public override Statement Set(int index, ReadOnlySpan<byte> value) => Set(index, value.ToArray(), NpgsqlDbType.Bytea);

    /// <summary>An array, for "any (@p0)" and "unnest (@p0)".</summary>
    public PostgresStatement SetMany<T>(int index, T[] values)
    {
        Set(index, values, NpgsqlDbType.Array | (typeof(T) == typeof(long) ? NpgsqlDbType.Bigint : NpgsqlDbType.Text));
        return this;
    }

    public override void Run()
    {
        Reset();
        _connection.Wait(_sql, _parameters);
    }

    public override bool Step()
    {
        // Only what has succeeded is running: after a failure the next step begins anew, and must not take the rows for read.
        if (!_running)
        {
            if (_cursor is null)
            {
                Read(_sql, _parameters);
            }
            else
            {
                using var declare = Command($"declare {_cursor} no scroll cursor for {_sql}", _parameters);
                declare.ExecuteNonQuery();
                _openIn = _connection.Transaction;
                Fetch();
            }

            _running = true;
        }
        else if (_cursor is not null && _row + 1 == _rows.Count && _rows.Count == FetchedAtOnce)
        {
            Fetch();
        }

        if (++_row < _rows.Count)
        {
            return true;
        }

        Reset();
        return false;
    }

    public override void Reset()
    {
        _running = false;
        _rows.Clear();
        _row = -1;

        var openIn = _openIn;
        _openIn = null;
        if (openIn is not null && openIn == _connection.Transaction)
        {
            using var close = Command($"close {_cursor}", []);
            close.ExecuteNonQuery();
        }
    }

    /// <summary>Asks all of them at once, behind what waits to be sent; their first steps find the rows here.</summary>
    public static void AskTogether(PostgresStoreConnection connection, IReadOnlyList<PostgresStatement> statements)
    {
        using var batch = connection.TakeWaiting();
        foreach (var statement in statements)
        {
            statement.Reset();
            var command = new NpgsqlBatchCommand(statement._sql);
            statement._parameters.ForEach(parameter => command.Parameters.Add(parameter.Clone()));
            batch.BatchCommands.Add(command);
        }

        // What waited may give rows too, which nobody wants.
        var results = new List<List<object?[]>>();
        using (var reader = batch.ExecuteReader())
        {
            do
            {
                results.Add([.. RowsOf(reader)]);
            }
            while (reader.NextResult());
        }

        for (var i = 0; i < statements.Count; i++)
        {
            statements[i]._rows.AddRange(results[results.Count - statements.Count + i]);
            statements[i]._running = true;
        }
    }

    public override bool IsNull(int column) => _rows[_row][column] is null;

    public override long Long(int column) => _rows[_row][column] switch
    {
        long number => number,
        var other => Convert.ToInt64(other, CultureInfo.InvariantCulture),
    };

    public override string Text(int column) => (string)_rows[_row][column]!;

    public override ReadOnlySpan<byte> Blob(int column) => (byte[])_rows[_row][column]!;

    public override void Dispose()
    {
        if (_connection.Raw.State != System.Data.ConnectionState.Open)
        {
            return;
        }

        try
        {
            Reset();
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            // The cursor ends with its transaction.
        }
    }

    private PostgresStatement Set(int index, object? value, NpgsqlDbType type)
    {
        if (_running)
        {
            Reset();
        }

        while (_parameters.Count <= index)
        {
            _parameters.Add(new NpgsqlParameter());
        }

        _parameters[index].NpgsqlDbType = type;
        _parameters[index].Value = value ?? DBNull.Value;
        return this;
    }

    private void Fetch() => Read($"fetch {FetchedAtOnce.ToString(CultureInfo.InvariantCulture)} from {_cursor}", []);

    private void Read(string sql, List<NpgsqlParameter> parameters)
    {
        _rows.Clear();
        _row = -1;
        using var command = Command(sql, parameters);
        using var reader = command.ExecuteReader();
        _rows.AddRange(RowsOf(reader));
    }

    private static IEnumerable<object?[]> RowsOf(NpgsqlDataReader reader)
    {
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            yield return row;
        }
    }

    private NpgsqlCommand Command(string sql, List<NpgsqlParameter> parameters)
    {
        _connection.SendWaiting();
        var command = new NpgsqlCommand(sql, _connection.Raw, (NpgsqlTransaction?)_connection.Transaction?.Ado) { CommandTimeout = 0 };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter.Clone());
        }

        return command;
    }

    [GeneratedRegex(@"@p[0-9]+", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Names();
}

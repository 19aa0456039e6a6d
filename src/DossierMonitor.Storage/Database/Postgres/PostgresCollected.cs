using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// A statement that changes rows, for many rows at once: an insert of values is written as one of arrays, or as COPY; any other is
/// written with arrays already ("… from unnest(@p0, @p1)").
/// </summary>
internal sealed partial class PostgresCollected : Statement
{
    // COPY asks the server three times; arrays go along with everything else.
    private const int WorthCopying = 200;
    private const int MostRows = 20_000;

    private readonly PostgresStoreConnection _connection;
    private readonly string _sql;
    private readonly string? _copy;
    private readonly List<PostgresColumn> _columns = [];
    private int _rows;

    public bool IsDisposed { get; private set; }

    public PostgresCollected(PostgresStoreConnection connection, string sql)
    {
        _connection = connection;
        sql = connection.Translate(sql);
        var insert = InsertOfValues().Match(sql);
        if (insert.Success)
        {
            var (table, columns, values, rest) = (insert.Groups["table"].Value, insert.Groups["columns"].Value, insert.Groups["values"].Value, insert.Groups["rest"].Value.Trim());
            sql = $"insert into {table} ({columns}) select * from unnest({values}) {rest}";
            _copy = rest.Length == 0 ? $"copy {table} ({columns}) from stdin (format binary)" : null;
        }

        _sql = PostgresStatement.WithNumbers(sql);
    }

    public override Statement Set(int index, long value) => Set(index, (long?)value);

    public override Statement Set(int index, long? value)
    {
        Of(index, NpgsqlDbType.Bigint).Numbers.Add(value);
        return this;
    }

    public override Statement Set(int index, string? value)
    {
        Of(index, NpgsqlDbType.Text).Texts.Add(value);
        return this;
    }

    public override Statement Set(int index, ReadOnlySpan<byte> value)
    {
        Of(index, NpgsqlDbType.Bytea).Blobs.Add(value.ToArray());
        return this;
    }

    public override void Run()
    {
        _rows++;
        if (_rows >= MostRows)
        {
            _connection.Send();
        }
    }

    /// <summary>Takes what was collected; null = nothing.</summary>
    public PostgresRows? Take()
    {
        if (_rows == 0)
        {
            return null;
        }

        var taken = new PostgresRows(_sql, _rows >= WorthCopying ? _copy : null, [.. _columns], _rows);
        Discard();
        return taken;
    }

    public int Rows => _rows;

    public void Discard()
    {
        _rows = 0;
        _columns.Clear();
    }

    public override bool Step() => throw new NotSupportedException();

    public override void Reset()
    {
    }

    public override bool IsNull(int column) => throw new NotSupportedException();

    public override long Long(int column) => throw new NotSupportedException();

    public override string Text(int column) => throw new NotSupportedException();

    public override ReadOnlySpan<byte> Blob(int column) => throw new NotSupportedException();

    // What it has collected is still sent with the transaction.
    public override void Dispose()
    {
        IsDisposed = true;
        if (_rows == 0)
        {
            _connection.Forget(this);
        }
    }

    private PostgresColumn Of(int index, NpgsqlDbType type)
    {
        while (_columns.Count <= index)
        {
            _columns.Add(new PostgresColumn());
        }

        _columns[index].Type = type;
        return _columns[index];
    }

    [GeneratedRegex(
        @"^\s*insert\s+into\s+(?<table>\S+)\s*\((?<columns>[^)]*)\)\s*values\s*\((?<values>[^)]*)\)(?<rest>.*)$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Timeout.Infinite)]
    private static partial Regex InsertOfValues();
}

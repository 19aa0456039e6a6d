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
    private readonly List<Column> _columns = [];
    private int _rows;

    public bool IsDisposed { get; private set; }

    public PostgresCollected(PostgresStoreConnection connection, string sql)
    {
        _connection = connection;
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

    public void Send()
    {
        if (_rows == 0)
        {
            return;
        }

        if (_copy is not null && _rows >= WorthCopying)
        {
            _connection.SendWaiting();
            Copy(_copy);
        }
        else
        {
            _connection.Wait(_sql, _columns.Select(column => column.AsArray()));
        }

        Discard();
    }

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

    private Column Of(int index, NpgsqlDbType type)
    {
        while (_columns.Count <= index)
        {
            _columns.Add(new Column());
        }

        _columns[index].Type = type;
        return _columns[index];
    }

    private void Copy(string copy)
    {
        using var writer = _connection.Raw.BeginBinaryImport(copy);
        for (var row = 0; row < _rows; row++)
        {
            writer.StartRow();
            foreach (var column in _columns)
            {
                column.Write(writer, row);
            }
        }

        writer.Complete();
    }

    private sealed class Column
    {
        public NpgsqlDbType Type { get; set; }

        public List<long?> Numbers { get; } = [];

        public List<string?> Texts { get; } = [];

        public List<byte[]> Blobs { get; } = [];

        public NpgsqlParameter AsArray() => new()
        {
            NpgsqlDbType = NpgsqlDbType.Array | Type,
            Value = Type switch
            {
                NpgsqlDbType.Bigint => Numbers.ToArray(),
                NpgsqlDbType.Text => Texts.ToArray(),
                _ => Blobs.ToArray(),
            },
        };

        public void Write(NpgsqlBinaryImporter writer, int row)
        {
            switch (Type)
            {
                case NpgsqlDbType.Bigint when Numbers[row] is { } number:
                    writer.Write(number, Type);
                    break;
                case NpgsqlDbType.Text when Texts[row] is { } text:
                    writer.Write(text, Type);
                    break;
                case NpgsqlDbType.Bytea:
                    writer.Write(Blobs[row], Type);
                    break;
                default:
                    writer.WriteNull();
                    break;
            }
        }
    }

    [GeneratedRegex(
        @"^\s*insert\s+into\s+(?<table>\S+)\s*\((?<columns>[^)]*)\)\s*values\s*\((?<values>[^)]*)\)(?<rest>.*)$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Timeout.Infinite)]
    private static partial Regex InsertOfValues();
}

using System.Text.RegularExpressions;

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
    private PostgresRowBuffer? _buffer;
    private int _lastLength;

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
        Buffer.Add(index, value);
        return this;
    }

    public override Statement Set(int index, string? value)
    {
        Buffer.Add(index, value);
        return this;
    }

    public override Statement Set(int index, ReadOnlySpan<byte> value)
    {
        Buffer.Add(index, value);
        return this;
    }

    public override void Run()
    {
        Buffer.EndRow();
        if (Rows >= MostRows)
        {
            _connection.Send();
        }
    }

    /// <summary>Takes what was collected; null = nothing.</summary>
    public PostgresRows? Take()
    {
        if (Rows == 0)
        {
            return null;
        }

        var taken = new PostgresRows(_sql, Rows >= WorthCopying ? _copy : null, Buffer);
        _lastLength = Buffer.Length;
        _buffer = null;
        return taken;
    }

    public int Rows => _buffer?.Rows ?? 0;

    public void Discard()
    {
        _buffer?.Dispose();
        _buffer = null;
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
        if (Rows == 0)
        {
            Discard();
            _connection.Forget(this);
        }
    }

    // As many as last time: it need not grow on the way.
    private PostgresRowBuffer Buffer => _buffer ??= new PostgresRowBuffer(_lastLength);

    [GeneratedRegex(
        @"^\s*insert\s+into\s+(?<table>\S+)\s*\((?<columns>[^)]*)\)\s*values\s*\((?<values>[^)]*)\)(?<rest>.*)$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Timeout.Infinite)]
    private static partial Regex InsertOfValues();
}

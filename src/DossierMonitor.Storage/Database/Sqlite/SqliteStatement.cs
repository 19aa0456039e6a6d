using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>
/// A statement on the engine's own handle, prepared once and run many times. The provider looks every parameter up by its name
/// and boxes every value, which is a third of the time of a small insert; what runs once per event uses this instead.
/// </summary>
internal sealed class SqliteStatement : Statement
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    // The engine numbers parameters as they come in the text.
    private readonly int[] _parameters;
    private bool _standsOnRow;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _parameters = new int[raw.sqlite3_bind_parameter_count(_statement)];
        for (var i = 0; i < _parameters.Length; i++)
        {
            _parameters[i] = raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"@p{i}"));
        }
    }

    public override Statement Set(int index, long value)
    {
        MakeReady();
        Check(raw.sqlite3_bind_int64(_statement, _parameters[index], value));
        return this;
    }

    public override Statement Set(int index, long? value) => value is { } number ? Set(index, number) : SetNull(index);

    public override Statement Set(int index, string? value)
    {
        MakeReady();
        if (string.IsNullOrEmpty(value))
        {
            // An empty span has no address, which the engine takes for null.
            Check(value is null ? raw.sqlite3_bind_null(_statement, _parameters[index]) : raw.sqlite3_bind_text(_statement, _parameters[index], ""));
            return this;
        }

        var length = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (length <= 512)
        {
            Span<byte> text = stackalloc byte[512];
            Check(raw.sqlite3_bind_text(_statement, _parameters[index], text[..Encoding.UTF8.GetBytes(value, text)]));
            return this;
        }

        var rented = ArrayPool<byte>.Shared.Rent(length);
        Check(raw.sqlite3_bind_text(_statement, _parameters[index], rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented))));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public override Statement Set(int index, ReadOnlySpan<byte> value)
    {
        MakeReady();
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, _parameters[index], 0) : raw.sqlite3_bind_blob(_statement, _parameters[index], value));
        return this;
    }

    private SqliteStatement SetNull(int index)
    {
        MakeReady();
        Check(raw.sqlite3_bind_null(_statement, _parameters[index]));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public override void Run()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    /// <summary>The next row. Once there is none the statement is ready for the next run; before that see <see cref="Reset"/>.</summary>
    public override bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        _standsOnRow = result == raw.SQLITE_ROW;
        if (_standsOnRow)
        {
            return true;
        }

        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }

        return false;
    }

    /// <summary>Gives up the rows that are left: a statement that still stands on a row holds its snapshot.</summary>
    public override void Reset()
    {
        raw.sqlite3_reset(_statement);
        _standsOnRow = false;
    }

    public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public override long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public override string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>Valid until the next step or reset.</summary>
    public override ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public override void Dispose() => _statement.Dispose();

    // Whatever failed between a row and the end of its reading must not make the statement useless for all that follow.
    private void MakeReady()
    {
        if (_standsOnRow)
        {
            Reset();
        }
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), result, raw.sqlite3_extended_errcode(_database));
        }
    }
}

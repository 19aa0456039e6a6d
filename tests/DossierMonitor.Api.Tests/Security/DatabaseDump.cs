using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>All rows of all tables, as a count and a digest. Two dumps say whether anything was stored in between, whatever it was.</summary>
public sealed class DatabaseDump
{
    private readonly SortedDictionary<string, (int Rows, string Digest)> _tables;

    private DatabaseDump(SortedDictionary<string, (int Rows, string Digest)> tables) => _tables = tables;

    public static DatabaseDump Of(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var transaction = connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: true) : connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        var tables = new SortedDictionary<string, (int Rows, string Digest)>(StringComparer.Ordinal)
        {
            ["(schema)"] = Digest(connection, connection is SqliteConnection
                ? "select * from sqlite_schema order by type, name"
                : "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, ordinal_position"),
        };
        foreach (var table in TestDatabase.TablesAsync(connection).GetAwaiter().GetResult())
        {
            tables[table] = Digest(connection, $"select * from \"{table}\"");
        }

        return new DatabaseDump(tables);
    }

    public int Rows(string table) => _tables[table].Rows;

    /// <summary>Null when nothing is different but that there are more rejections, or the same ones again.</summary>
    public string? DifferenceTo(DatabaseDump later)
    {
        ArgumentNullException.ThrowIfNull(later);
        var changed = _tables.Where(table => table.Key == "rejection" ? later.Rows(table.Key) < table.Value.Rows : later._tables[table.Key] != table.Value)
            .Select(table => $"{table.Key}: {table.Value.Rows} rows before, {later.Rows(table.Key)} now").ToList();
        return changed.Count == 0 ? null : string.Join("; ", changed);
    }

    private static (int Rows, string Digest) Digest(DbConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var rows = 0;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                Write(writer, reader.GetValue(i));
            }

            rows++;
        }

        return (rows, Convert.ToHexString(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))));
    }

    // Each with its type, and texts and blobs with their length: no two rows are the same bytes.
    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case long number:
                writer.Write('n');
                writer.Write(number);
                break;
            case byte[] blob:
                writer.Write('b');
                writer.Write(blob.Length);
                writer.Write(blob);
                break;
            case DBNull:
                writer.Write('0');
                break;
            default:
                writer.Write('t');
                writer.Write(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }
}

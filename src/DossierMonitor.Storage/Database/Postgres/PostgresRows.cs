using Npgsql;
using NpgsqlTypes;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>Rows of a statement that are on their way: as one statement of arrays, or as COPY.</summary>
/// <param name="Sql">With an array for each parameter.</param>
/// <param name="CopySql">Null = not by COPY.</param>
/// <param name="Columns">Of all rows.</param>
/// <param name="Count">How many rows.</param>
internal sealed record PostgresRows(string Sql, string? CopySql, IReadOnlyList<PostgresColumn> Columns, int Count)
{
    public void Copy(NpgsqlConnection connection)
    {
        using var writer = connection.BeginBinaryImport(CopySql!);
        for (var row = 0; row < Count; row++)
        {
            writer.StartRow();
            foreach (var column in Columns)
            {
                column.Write(writer, row);
            }
        }

        writer.Complete();
    }
}

/// <summary>The values of one column.</summary>
internal sealed class PostgresColumn
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

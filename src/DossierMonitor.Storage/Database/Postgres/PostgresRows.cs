using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>Rows of a statement that are on their way: as one statement of arrays, or as COPY.</summary>
/// <param name="Sql">With an array for each parameter.</param>
/// <param name="CopySql">Null = not by COPY.</param>
/// <param name="Rows">Its own from now on.</param>
internal sealed record PostgresRows(string Sql, string? CopySql, PostgresRowBuffer Rows) : IDisposable
{
    public void Copy(NpgsqlConnection connection) => Rows.CopyTo(connection, CopySql!);

    public IEnumerable<NpgsqlParameter> AsArrays() => Rows.AsArrays();

    public void Dispose() => Rows.Dispose();
}

using DossierMonitor.Storage.Database.Postgres;
using Npgsql;

namespace DossierMonitor.Tests.Shared;

/// <summary>Databases of the tests' server.</summary>
public static class PostgresDatabases
{
    public static void Create(string name, string? template = null) => Create(PostgresCluster.Instance, name, template);

    public static void Create(PostgresCluster cluster, string name, string? template = null) => Run(cluster, $"create database {name} template {template ?? "template1"} strategy wal_log");

    /// <summary>Without waiting: the server writes all that it has in memory first, and nobody needs the database any more.</summary>
    public static void Drop(string name) => _ = Task.Run(() =>
    {
        try
        {
            Run(PostgresCluster.Instance, $"drop database if exists {name} with (force)");
        }
        catch (NpgsqlException)
        {
            // The server is ending, and all its databases with it.
        }
    });

    private static void Run(PostgresCluster cluster, string sql)
    {
        using var connection = new NpgsqlConnection(PostgresAddress.Parse(cluster.Address("postgres")).ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

using DossierMonitor.Storage.Database.Postgres;
using Npgsql;

namespace DossierMonitor.Tests.Shared;

/// <summary>Databases of the tests' server.</summary>
public static class PostgresDatabases
{
    public static void Create(string name, string? template = null) => Create(PostgresCluster.Instance, name, template);

    public static void Create(PostgresCluster cluster, string name, string? template = null) => Run(cluster, $"create database {name} template {template ?? "template1"} strategy wal_log");

    public static void Drop(string name) => Run(PostgresCluster.Instance, $"drop database if exists {name} with (force)");

    private static void Run(PostgresCluster cluster, string sql)
    {
        using var connection = new NpgsqlConnection(PostgresAddress.Parse(cluster.Address("postgres")).ToString());
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}

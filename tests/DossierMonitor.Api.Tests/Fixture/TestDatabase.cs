using System.Data.Common;
using System.Globalization;
using System.Text;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Database.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace DossierMonitor.Api.Tests.Fixture;

/// <summary>Which engine the suite runs on: DOSSIER_TEST_ENGINE=postgres for the other one. Each service has a database of its own.</summary>
public static class TestDatabase
{
    // The lock that writers take turns by, as its documentation has it.
    private const string TakeLock = "select pg_advisory_xact_lock(4967238015)";

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable("DOSSIER_TEST_ENGINE") == "postgres";

    /// <summary>The setting of a new one.</summary>
    /// <param name="folder">Where a file would lie.</param>
    public static string Create(string folder)
    {
        if (!IsPostgres)
        {
            return "sqlite:" + Path.Combine(folder, "test.db");
        }

        Assert.SkipUnless(PostgresCluster.Missing is null, PostgresCluster.Missing ?? "");
        var name = PostgresCluster.Instance.NewName();
        PostgresDatabases.Create(name, Template.Value);
        return PostgresCluster.Instance.Address(name);
    }

    // With its schema and the calendar of the usual reference data: most services need nothing else.
    private static readonly Lazy<string> Template = new(() =>
    {
        var name = PostgresCluster.Instance.NewName();
        PostgresDatabases.Create(name);
        var folder = Directory.CreateTempSubdirectory("dossier-monitor-").FullName;
        TestService.WriteReference(folder, TestService.SmallReference);
        var settings = new ServiceSettings { Database = PostgresCluster.Instance.Address(name), Reference = folder };
        ServiceHost.OpenStoreAsync(settings, TimeProvider.System).GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
        return name;
    });

    public static void Drop(string setting)
    {
        if (PostgresAddress.Is(setting))
        {
            PostgresDatabases.Drop(PostgresAddress.Parse(setting).Database!);
        }
    }

    /// <summary>For what is about SQLite's file, or written in its words.</summary>
    public static void OfFilesOnly() => Assert.SkipWhen(IsPostgres, "About SQLite's file.");

    /// <summary>Past the service.</summary>
    public static async Task<DbConnection> OpenAsync(TestService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        DbConnection connection = IsPostgres
            ? new NpgsqlConnection(PostgresAddress.Parse(service.DatabasePath).ToString())
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = service.DatabasePath, Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>As another program that writes would: until it is disposed the service's writer stands still.</summary>
    public static async Task<IAsyncDisposable> HoldWriterAsync(TestService service)
    {
        var connection = await OpenAsync(service);
        if (connection is SqliteConnection sqlite)
        {
            return new Held(connection, sqlite.BeginTransaction(deferred: false));
        }

        var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = TakeLock;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
        return new Held(connection, transaction);
    }

    /// <summary>All that PostgreSQL has stored, as the bytes of every value.</summary>
    public static async Task<byte[]> ValuesAsync(TestService service)
    {
        await using var connection = await OpenAsync(service);
        var bytes = new MemoryStream();
        foreach (var table in await TablesAsync(connection))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    bytes.Write(rows.GetValue(i) is byte[] blob ? blob : Encoding.UTF8.GetBytes(Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture)!));
                    bytes.WriteByte((byte)'\n');
                }
            }
        }

        return bytes.ToArray();
    }

    public static async Task<List<string>> TablesAsync(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = connection is SqliteConnection
            ? "select name from sqlite_schema where type = 'table'"
            : "select table_name from information_schema.tables where table_schema = 'public' order by 1";
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private sealed class Held(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}

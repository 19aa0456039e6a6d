using System.Globalization;
using Npgsql;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// A PostgreSQL database. Any number of programs may have it open: those that write take turns (one lock, held from reading the
/// end of the log to the commit), so that the log has one order, which is that of its commits.
/// </summary>
public sealed class PostgresDatabase : StoreDatabase
{
    public static readonly int MinimumVersion = 15;

    private readonly string _connectionString;
    private bool _disposed;

    private PostgresDatabase(string connectionString, StoreConnection writer)
    {
        _connectionString = connectionString;
        Writer = writer;
    }

    public override StoreConnection Writer { get; }

    public static new PostgresDatabase Open(string address, TimeProvider time)
    {
        var connectionString = ConnectionString(address);
        NpgsqlConnection? writer = null;
        try
        {
            writer = new NpgsqlConnection(connectionString);
            writer.Open();
            if (writer.PostgreSqlVersion.Major < MinimumVersion)
            {
                throw new StorageException(string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {writer.PostgreSqlVersion} is too old: {MinimumVersion} or newer is needed."));
            }

            if ((bool)Scalar(writer, "select pg_is_in_recovery()")!)
            {
                throw new StorageException("The database is a standby: figures and events are of the primary only.");
            }

            var connection = new PostgresStoreConnection(writer, () => new NpgsqlConnection(connectionString));
            Migrations.Apply(connection, time);
            return new PostgresDatabase(connectionString, connection);
        }
        catch (NpgsqlException error)
        {
            writer?.Dispose();
            throw new StorageException($"The database {PostgresAddress.Shown(address)} cannot be opened: {error.Message}", error);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    internal static StoreConnection Connect(string address)
    {
        var connection = new NpgsqlConnection(ConnectionString(address));
        try
        {
            connection.Open();
            return new PostgresStoreConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal override bool HasReplicas => true;

    internal static bool HasSchema(string address)
    {
        try
        {
            using var connection = Connect(address);
            return Migrations.HasHistory(connection);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
        catch (NpgsqlException error)
        {
            throw new StorageException($"The database {PostgresAddress.Shown(address)} cannot be opened: {error.Message}", error);
        }
    }

    internal static IDisposable? TryTakeTurn(string address)
    {
        var connection = Connect(address);
        if (connection.ExecuteScalar<bool>("select pg_try_advisory_lock(4967238016)"))
        {
            return new Turn(connection);
        }

        connection.Dispose();
        return null;
    }

    /// <summary>Lets a role do what the service does, and nothing that would change what is recorded.</summary>
    public static void Grant(string address, string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        using var connection = Connect(address);
        foreach (var statement in SqlScripts.Get("Database/Migrations/grant", "postgres").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            connection.Execute(statement
                .Replace("{role}", Quoted(role), StringComparison.Ordinal)
                .Replace("{database}", Quoted(connection.ExecuteScalar<string>("select current_database()")!), StringComparison.Ordinal)
                .Replace("{schema}", Quoted(connection.ExecuteScalar<string>("select current_schema()")!), StringComparison.Ordinal));
        }

        static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }

    public override StoreConnection RentReader()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new PostgresStoreConnection(new NpgsqlConnection(_connectionString));
    }

    /// <summary>The provider keeps connections, and resets what was done to them.</summary>
    public override void ReturnReader(StoreConnection reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Dispose();
    }

    public override void Dispose()
    {
        _disposed = true;
        Writer.Dispose();
        using var pool = new NpgsqlConnection(_connectionString);
        NpgsqlConnection.ClearPool(pool);
    }

    // Serialization failures and deadlocks, and whatever the provider says may pass: a server that shuts down, starts, fails over.
    internal override bool MaySucceedAgain(Exception error) => IsAway(error);

    /// <summary>Whether the error says that the server is not there, or was not at that moment.</summary>
    internal static bool IsAway(Exception error) => error is NpgsqlException { IsTransient: true } or PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
    } or IOException or ObjectDisposedException;

    // The provider keeps the connection, and the connection the lock, until somebody gives it up.
    private sealed class Turn(StoreConnection connection) : IDisposable
    {
        public void Dispose()
        {
            using (connection)
            {
                connection.ExecuteScalar<bool>("select pg_advisory_unlock(4967238016)");
            }
        }
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static string ConnectionString(string address)
    {
        var builder = PostgresAddress.Parse(address);

        // What runs once per request or per group is the same every time.
        builder.MaxAutoPrepare = 200;
        builder.AutoPrepareMinUsages = 2;
        builder.IncludeErrorDetail = false;

        // A program whose machine has vanished must not keep the others from writing: the server notices within half a minute.
        builder.Options = string.Join(' ', new[]
        {
            builder.Options ?? "", "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3", "-c idle_in_transaction_session_timeout=300s",
        }).Trim();
        return builder.ToString();
    }
}

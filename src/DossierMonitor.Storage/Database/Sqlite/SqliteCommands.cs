using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>What opens a database: plain, since a library that maps rows to types takes longer to get ready than all of it.</summary>
internal static class SqliteCommands
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}

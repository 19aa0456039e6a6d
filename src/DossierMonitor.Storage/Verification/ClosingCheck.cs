using System.Security.Cryptography;
using Dapper;
using DossierMonitor.Storage.Database;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Verification;

/// <summary>Closings are what was frozen, and none is missing from between the others.</summary>
internal static class ClosingCheck
{
    public static Difference? Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        byte[] previous = [];
        foreach (var (name, body, digest, chain) in connection.Query<(string Name, byte[] Body, byte[] Digest, byte[] Chain)>(
            SqlScripts.Get("Verification/list-closings"), transaction: transaction))
        {
            var actual = SHA256.HashData(body);
            previous = SHA256.HashData([.. previous, .. actual]);
            if (!actual.AsSpan().SequenceEqual(digest) || !previous.AsSpan().SequenceEqual(chain))
            {
                return new Difference("closings", $"The closing '{name}' is not what was frozen, or one before it is missing.");
            }
        }

        return null;
    }
}

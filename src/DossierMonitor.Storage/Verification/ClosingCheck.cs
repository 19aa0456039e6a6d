using System.Security.Cryptography;
using Dapper;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Verification;

/// <summary>Closings are what was frozen, and none is missing from between the others.</summary>
internal static class ClosingCheck
{
    public static Difference? Run(StoreConnection connection)
    {
        byte[] previous = [];
        foreach (var (name, body, digest, chain) in connection.Query<(string Name, byte[] Body, byte[] Digest, byte[] Chain)>(
            connection.Script("Verification/list-closings")))
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

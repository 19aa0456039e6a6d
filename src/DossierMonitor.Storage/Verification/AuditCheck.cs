using System.Security.Cryptography;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Verification;

/// <summary>The audit's records are what was recorded, and none is missing from between the others.</summary>
internal static class AuditCheck
{
    public static Difference? Run(StoreConnection connection)
    {
        byte[] previous = [];
        long last = 0;
        foreach (var (id, at, actor, action, subject, details, chain) in connection.Query<(long Id, long At, string Actor, string Action, string Subject, string Details, byte[] Chain)>(
            connection.Script("Verification/list-audit")))
        {
            previous = AuditChain.Next(previous, new Instant(at), actor, action, subject, details);
            if (id != last + 1 || !CryptographicOperations.FixedTimeEquals(previous, chain))
            {
                return new Difference("audit", $"Record {id} of the audit is not what was recorded, or one before it is missing.");
            }

            last = id;
        }

        return null;
    }
}

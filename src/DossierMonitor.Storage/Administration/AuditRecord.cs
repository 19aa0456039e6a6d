using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Administration;

/// <summary>An administrative change.</summary>
/// <param name="Id">Its place.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: a key's name and prefix, <c>admin</c> (the key of the environment), <c>command line</c>, <c>service</c>.</param>
/// <param name="Action">A stable word such as <c>key.created</c>.</param>
/// <param name="Subject">What was changed.</param>
/// <param name="Details">How, as a JSON object.</param>
/// <param name="Chain">Hex SHA-256 over the chain value before it and this record.</param>
public sealed record AuditRecord(long Id, Instant At, string Actor, string Action, string Subject, string Details, string Chain);

/// <summary>Each record's chain value covers all before it: none can be changed, left out or put between others unseen.</summary>
internal static class AuditChain
{
    public static byte[] Next(ReadOnlySpan<byte> previous, Instant at, string actor, string action, string subject, string details)
    {
        // The lengths keep one text from running into the next.
        var text = new StringBuilder();
        text.Append(at.Milliseconds).Append('\n');
        foreach (var part in new[] { actor, action, subject, details })
        {
            text.Append(Encoding.UTF8.GetByteCount(part)).Append(':').Append(part).Append('\n');
        }

        return SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// The digest of an event's canonical form: what it says, not how it was written. The same event with another time offset
/// or member order is a duplicate; one that says something else under the same id is a conflict.
/// </summary>
public static class EventDigest
{
    public static byte[] Of(DossierEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, e.Source);
        Add(hash, e.Id);
        Add(hash, e.Type.Name());
        Add(hash, e.Code);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, e.Time.Milliseconds);
        hash.AppendData(time);
        Add(hash, e.Unit);
        Add(hash, e.Procedure);
        Add(hash, e.Field);
        Add(hash, e.DueAt?.ToString());
        Add(hash, e.Channel?.ToString());
        Add(hash, e.Holder);
        Add(hash, e.StepDueAt?.ToString());
        Add(hash, e.Document);
        Add(hash, e.EventId);
        return hash.GetHashAndReset();
    }

    // Every part is preceded by its length, so that no two different events run together to the same bytes; −1 = absent.
    private static void Add(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        if (text is null)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, -1);
            hash.AppendData(length);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

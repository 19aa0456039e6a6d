using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Security;

/// <summary>
/// Standard Webhooks (standardwebhooks.com, v1): <c>webhook-signature: v1,BASE64</c> over <c>id.timestamp.body</c> with HMAC-SHA256.
/// Several signatures stand side by side, separated by spaces, while a secret is being replaced.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";
    private const int MaximumIdLength = 255;
    private const int MaximumSignatures = 10;

    /// <summary>How far the sender's clock may be from ours.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Sign(string id, long timestamp, ReadOnlySpan<byte> body, byte[] secret) =>
        Version + Convert.ToBase64String(Compute(id, timestamp.ToString(CultureInfo.InvariantCulture), body, secret));

    /// <returns>What is wrong, as a reason; null = the body is what a holder of one of the secrets signed, and lately.</returns>
    public static string? Check(string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets, Instant now)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            return "signatureMissing";
        }

        // The plain form only, as the sender signed it: no sign, no leading zero.
        if (id.Length > MaximumIdLength
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds.ToString(CultureInfo.InvariantCulture) != timestamp)
        {
            return "signatureInvalid";
        }

        var found = false;
        foreach (var secret in secrets)
        {
            var expected = Compute(id, timestamp, body, secret);
            foreach (var signature in signatures.Split(' ').Take(MaximumSignatures))
            {
                // Every one is looked at, so that the time does not tell which was close.
                found |= Decode(signature) is { } given && CryptographicOperations.FixedTimeEquals(given, expected);
            }
        }

        // After the signature: to whoever has no secret the time says nothing.
        return !found ? "signatureInvalid"
            : Math.Abs((decimal)seconds - (now.Milliseconds / 1000m)) > (decimal)Tolerance.TotalSeconds ? "signatureStale"
            : null;
    }

    // In the one form that base64 of that length has: the last character has bits to spare, which the decoder ignores.
    private static byte[]? Decode(string signature)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64String(signature[Version.Length..], bytes, out var length)
            && length == bytes.Length
            && Convert.ToBase64String(bytes) == signature[Version.Length..]
            ? bytes.ToArray()
            : null;
    }

    private static byte[] Compute(string id, string timestamp, ReadOnlySpan<byte> body, byte[] secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}

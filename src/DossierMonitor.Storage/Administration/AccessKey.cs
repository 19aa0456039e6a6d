using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Administration;

/// <summary>A key as it is stored: nothing from which the key itself could be had.</summary>
/// <param name="Prefix">What names it, in the key itself and in lists.</param>
/// <param name="Digest">SHA-256 of the secret.</param>
/// <param name="Name">Whose it is.</param>
/// <param name="Source">The source it writes for; null = none (an administrator's writes for any).</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Unit">The unit it is bound to, with those below it; null = all.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From then on it is worth nothing; null = never.</param>
/// <param name="RevokedAt">Since then it is worth nothing.</param>
public sealed record AccessKey(
    string Prefix, byte[] Digest, string Name, string? Source, Scopes Scopes, string? Unit, Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt)
{
    private const string PrefixLead = "dm_";
    private const string PrefixAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int PrefixLetters = 10;
    private const int SecretBytes = 32;

    public bool IsLive(Instant now) => RevokedAt is null && (ExpiresAt is not { } end || now < end);

    /// <summary>Compares in constant time.</summary>
    public bool Opens(string secret) => CryptographicOperations.FixedTimeEquals(DigestOf(secret), Digest);

    /// <returns>The two parts of <c>prefix.secret</c>; null when it has another form.</returns>
    public static (string Prefix, string Secret)? Split(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot == PrefixLead.Length + PrefixLetters && key.StartsWith(PrefixLead, StringComparison.Ordinal) && dot + 1 < key.Length
            ? (key[..dot], key[(dot + 1)..])
            : null;
    }

    /// <summary>A new secret with 256 random bits, and the key that is told once.</summary>
    internal static (string Prefix, byte[] Digest, string Key) Make()
    {
        var prefix = PrefixLead + RandomNumberGenerator.GetString(PrefixAlphabet, PrefixLetters);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (prefix, DigestOf(secret), $"{prefix}.{secret}");
    }

    private static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>What a key is to be.</summary>
public sealed record AccessKeyRequest(string Name, string? Source, Scopes Scopes, string? Unit, Instant? ExpiresAt);

/// <summary>A secret that a source signs with.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Source">Whose it is.</param>
/// <param name="Secret">As the source has it: <c>whsec_</c> and base64.</param>
public sealed record SigningSecret(long Id, string Source, string Secret, Instant CreatedAt, Instant? RevokedAt)
{
    public const string Lead = "whsec_";

    internal static string Make() => Lead + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    public byte[] Bytes() => Convert.FromBase64String(Secret[Lead.Length..]);
}

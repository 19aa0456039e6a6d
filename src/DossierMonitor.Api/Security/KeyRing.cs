using DossierMonitor.Api.Hosting;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;

namespace DossierMonitor.Api.Security;

/// <summary>
/// The database's keys and signing secrets, in memory. Other programs (the command line, other replicas) change them too, so they
/// are read again after a while: what was revoked is worth nothing a quarter of a minute later.
/// </summary>
public sealed class KeyRing(ServedStore store, TimeProvider time)
{
    private static readonly TimeSpan LongestUse = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestUse = TimeSpan.FromSeconds(1);

    // Compared with when there is no such key, so that an answer takes as long.
    private static readonly AccessKey Nobody = new("", new byte[32], "", null, Scopes.None, null, new Instant(0), null, null);

    private readonly Lock _lock = new();
    private volatile Ring? _ring;

    /// <returns>Null when the key is none of this service's, or is not live.</returns>
    public AccessKey? Find(string presented)
    {
        if (AccessKey.Split(presented) is not { } parts)
        {
            Nobody.Opens(presented);
            return null;
        }

        // One that was made a moment ago by another program is looked for at once, but not with every guess.
        if (!Current(LongestUse).Keys.TryGetValue(parts.Prefix, out var key) && !Current(ShortestUse).Keys.TryGetValue(parts.Prefix, out key))
        {
            Nobody.Opens(parts.Secret);
            return null;
        }

        return key.Opens(parts.Secret) && key.IsLive(Instant.From(time.GetUtcNow())) ? key : null;
    }

    /// <summary>The live secrets of a source; none = it need not sign.</summary>
    public IReadOnlyList<SigningSecret> SecretsOf(string source) => Current(LongestUse).Secrets.GetValueOrDefault(source) ?? [];

    /// <summary>Reads them again before the next use.</summary>
    public void Changed() => _ring = null;

    private Ring Current(TimeSpan use)
    {
        if (_ring is { } ring && time.GetElapsedTime(ring.ReadAt) <= use)
        {
            return ring;
        }

        lock (_lock)
        {
            if (_ring is { } other && time.GetElapsedTime(other.ReadAt) <= use)
            {
                return other;
            }

            var at = time.GetTimestamp();
            return _ring = store.Reader.Read(snapshot => new Ring(
                at,
                AccessKeys.List(snapshot).ToDictionary(key => key.Prefix, StringComparer.Ordinal),
                AccessKeys.Secrets(snapshot).Where(secret => secret.RevokedAt is null)
                    .GroupBy(secret => secret.Source, StringComparer.Ordinal)
                    .ToDictionary(secrets => secrets.Key, secrets => secrets.ToList(), StringComparer.Ordinal)));
        }
    }

    private sealed record Ring(long ReadAt, Dictionary<string, AccessKey> Keys, Dictionary<string, List<SigningSecret>> Secrets);
}

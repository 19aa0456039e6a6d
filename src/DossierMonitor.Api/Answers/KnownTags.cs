using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Verification;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// Which tag the answer to a request had, and in which state of the database: while nothing has changed, a caller that has the
/// answer is told so without its being computed again. Only for requests that fix their instant: what depends on now changes
/// by itself.
/// <para>
/// All that such an answer can depend on is the log, the rules, and what the last verification found; what else the database
/// has follows from these. The memory is this process's, so another program, another database or another version never meets
/// it. Closings never change, and a new one is no answer that was remembered.
/// </para>
/// </summary>
public sealed class KnownTags
{
    private const int Generation = 4_096;

    private readonly Lock _lock = new();
    private Dictionary<Key, string> _young = [];
    private Dictionary<Key, string> _old = [];

    /// <summary>A request in a state of the database.</summary>
    public readonly record struct Key(UInt128 Digest);

    /// <param name="snapshot">What the answer would be computed from, by the whole log.</param>
    /// <param name="request">All of the request that shapes the answer.</param>
    public static Key KeyOf(Snapshot snapshot, string request)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var verification = VerificationLog.Last(snapshot);
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{snapshot.LastSeq()}\n{snapshot.Rulebook.Digest}\n{verification?.At}\n{verification?.Events}\n{verification?.Difference}\n{request}");
        return new Key(BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>Without quotes; null = not known.</summary>
    public string? Find(Key key)
    {
        lock (_lock)
        {
            return _young.TryGetValue(key, out var tag) || _old.TryGetValue(key, out tag) ? tag : null;
        }
    }

    public void Remember(Key key, string tag)
    {
        lock (_lock)
        {
            if (_young.Count >= Generation)
            {
                (_old, _young) = (_young, []);
            }

            _young[key] = tag;
        }
    }
}

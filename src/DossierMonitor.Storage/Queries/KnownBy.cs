using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// Up to where the log counts: the second axis of time. As-of asks what was true at an instant by all that is known; this asks
/// what the service could have answered then, before later events and voids were recorded.
/// </summary>
public readonly record struct KnownBy
{
    private KnownBy(Instant? recorded, long? seq)
    {
        Recorded = recorded;
        Seq = seq;
    }

    /// <summary>Only events recorded by then; null = no such bound.</summary>
    public Instant? Recorded { get; }

    /// <summary>Only events up to that place of the log; null = no such bound.</summary>
    public long? Seq { get; }

    public bool IsEverything => Recorded is null && Seq is null;

    public static KnownBy RecordedBy(Instant at) => new(at, null);

    public static KnownBy Through(long seq) => new(null, seq);

    public bool Includes(Instant recorded, long seq) => (Recorded is not { } at || recorded <= at) && (Seq is not { } last || seq <= last);
}

using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Problems;

/// <summary>A request that is answered with a problem; thrown where the fault is found, written in one place.</summary>
public sealed class ApiProblemException : Exception
{
    public ApiProblemException(ProblemKind kind, params IReadOnlyList<RefusalReason> reasons)
        : base(kind?.Type)
    {
        Kind = kind!;
        Reasons = reasons;
    }

    public ApiProblemException()
        : this(ProblemKind.Internal)
    {
    }

    public ApiProblemException(string message)
        : this(ProblemKind.Internal, new RefusalReason("", message))
    {
    }

    public ApiProblemException(string message, Exception inner)
        : base(message, inner)
    {
        Kind = ProblemKind.Internal;
        Reasons = [];
    }

    public ProblemKind Kind { get; }

    public IReadOnlyList<RefusalReason> Reasons { get; }

    /// <summary>Seconds, for 429 and 503.</summary>
    public int? RetryAfter { get; init; }
}

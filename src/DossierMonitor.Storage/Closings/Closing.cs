using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Closings;

/// <summary>A period as it was closed (chốt số): never changed, and chained to the closing before it.</summary>
/// <param name="LastSeq">The last event of the log that it counts.</param>
/// <param name="Rulebook">Digest of the rules by which it was computed.</param>
/// <param name="Summary">What it closes, as JSON.</param>
/// <param name="Digest">SHA-256 of the body.</param>
/// <param name="Chain">SHA-256 over the chain value of the closing before, and the digest.</param>
public sealed record Closing(
    long Id, string Name, Instant ClosedAt, long LastSeq, string Rulebook, string Summary, string Digest, string Chain);

/// <summary>What is to be frozen.</summary>
/// <param name="Summary">A short description for the list, as JSON.</param>
/// <param name="Body">Everything.</param>
public sealed record ClosingDraft(string Summary, byte[] Body);

/// <summary>A closing of that name exists; it is final.</summary>
public sealed class ClosingExistsException : Exception
{
    public ClosingExistsException()
        : base("A closing of this name exists.")
    {
    }

    public ClosingExistsException(string message)
        : base(message)
    {
    }

    public ClosingExistsException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

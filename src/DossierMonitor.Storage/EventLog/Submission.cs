using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Storage.EventLog;

public enum EventStatus
{
    Accepted,

    /// <summary>Stored before with the same content: nothing moves.</summary>
    Duplicate,

    /// <summary>Stored before under the same id with other content: the first stays.</summary>
    Conflict,

    Rejected,
    Forbidden,
}

/// <summary>Why an event, or a part of it, was refused. Rendered in the reader's language, so it holds no text.</summary>
/// <param name="Pointer">JSON pointer into the event.</param>
/// <param name="Reason">A stable word, e.g. <c>unknownUnit</c>.</param>
/// <param name="Argument">What the text names; never a refused value that could be personal.</param>
public sealed record RefusalReason(string Pointer, string Reason, string? Argument = null);

/// <summary>An event that was refused, with only the members that were acceptable.</summary>
public sealed record Refusal(
    EventStatus Status,
    string? Source,
    string? EventId,
    string? EventType,
    string? Subject,
    IReadOnlyList<RefusalReason> Reasons,
    string? AcceptedMembers);

/// <summary>One event of a submission: parsed, or refused.</summary>
public readonly record struct SubmittedEvent
{
    private SubmittedEvent(DossierEvent? e, Refusal? refusal, byte[]? digest)
    {
        Event = e;
        Refusal = refusal;
        Digest = digest;
    }

    public DossierEvent? Event { get; }

    public Refusal? Refusal { get; }

    /// <summary>Of the event's canonical form.</summary>
    public byte[]? Digest { get; }

    /// <summary>Computes what the one writer needs of it, where every request has a thread of its own.</summary>
    public static SubmittedEvent Of(DossierEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return new SubmittedEvent(e, null, EventDigest.Of(e));
    }

    public static SubmittedEvent Of(Refusal refusal) => new(null, refusal, null);
}

public readonly record struct EventOutcome(EventStatus Status, Refusal? Refusal);

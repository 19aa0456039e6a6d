using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;

namespace DossierMonitor.Storage.EventLog;

/// <summary>What the writer has to know of what is stored, within its transaction.</summary>
internal interface IWriterLookups : IDisposable
{
    /// <summary>Fetches some of what will be asked for before the transaction begins, while another program writes; again, and with more, until it does.</summary>
    /// <param name="events">What will be submitted in it, besides what was told before.</param>
    /// <param name="recent">What is known of the dossiers; it learns what the other program has changed so far.</param>
    void Prepare(IEnumerable<SubmittedEvent> events, RecentDossiers recent);

    /// <summary>Asks the questions that every transaction begins with, and what is to be known of its first events, at once where that is quicker.</summary>
    /// <param name="ends">Will be asked next.</param>
    /// <param name="events">That will be submitted.</param>
    void BeforeBegin(Statement ends, IEnumerable<SubmittedEvent> events);

    /// <param name="lastSeq">The end of the log: another program may have written since the last transaction.</param>
    /// <param name="computed">Changes whenever all figures are computed again.</param>
    void Begin(long lastSeq, long computed);

    /// <summary>The same behind a transaction that is not committed yet, and after which nobody else has written.</summary>
    void Follow();

    /// <summary>Tells what will be asked for, so that it can be fetched at once.</summary>
    /// <param name="events">All that is submitted in this transaction.</param>
    /// <param name="isKnown">Dossiers that will not be asked for.</param>
    void Expect(IEnumerable<SubmittedEvent> events, Predicate<string> isKnown);

    /// <returns>The digest of the event with that source and id; null = the log has none.</returns>
    byte[]? DigestOf(DossierEvent e, long key);

    /// <returns>The end of a source's chain, if it came with what was expected; null = it is to be asked for.</returns>
    ChainEnd? ChainOf(string source);

    /// <summary>The log has one more.</summary>
    void Added(DossierEvent e, long key, long seq, byte[] digest);

    /// <returns>What is stored of a dossier; null = nothing.</returns>
    (long Id, byte[] Events)? Dossier(string code);

    /// <returns>The numbers of the dossiers that got events after that place; null = this engine has no replicas that would write.</returns>
    IReadOnlySet<long>? ChangedSince(long seq);

    /// <summary>Before the commit.</summary>
    void Flush();

    void Committed();

    void RolledBack();
}

/// <param name="Head">Of the source's last event.</param>
/// <param name="Events">How many it has.</param>
/// <param name="GreatestId">Of their ids.</param>
internal readonly record struct ChainEnd(byte[] Head, long Events, string? GreatestId);

using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Rebuild;

/// <summary>
/// Computes all that follows from the log anew, in one transaction: readers see what was there until it is complete, writers wait,
/// and a failure leaves everything as it was.
/// </summary>
internal static class InPlaceRebuild
{
    public static RebuildResult Run(string address, Rulebook rulebook, TimeProvider time, IProgress<(int Done, int Total)>? progress)
    {
        if (!StoreDatabase.Exists(address))
        {
            throw new StorageException($"There is no database of this program at {PostgresAddress.Shown(address)}.");
        }

        using var database = PostgresDatabase.Open(address, time);
        using var processor = new SubmissionProcessor(database.Writer);
        using var transaction = database.Writer.BeginWrite();
        var result = FromLog(database.Writer, processor, rulebook, Instant.From(time.GetUtcNow()), progress);
        transaction.Commit();
        return result;
    }

    /// <summary>Within a transaction: of either engine, in place.</summary>
    public static RebuildResult FromLog(StoreConnection writer, SubmissionProcessor processor, Rulebook rulebook, Instant now, IProgress<(int Done, int Total)>? progress)
    {
        writer.Execute(writer.Script("Reference/set-greatest-ids"));
        using var byDossier = new EventsByDossier(writer);
        var total = (int)writer.ExecuteScalar<long>(writer.Script("Reference/count-dossiers"));
        var dossiers = Recomputation.Fill(writer, processor, rulebook, now, progress, WithCodes(writer, byDossier), total, processor.Update, actor: null);
        return dossiers == total
            ? new RebuildResult(byDossier.Events, dossiers, null)
            : throw new StorageException($"There are {total} dossiers, and the log has events of {dossiers}.");
    }

    /// <summary>Of a dossier only its number and code are taken; its events are those of the log. Both come in the order of their numbers.</summary>
    internal static IEnumerable<StoredDossier> WithCodes(StoreConnection writer, EventsByDossier byDossier)
    {
        using var codes = writer.Scan(writer.Script("Reference/list-codes"));
        foreach (var (id, events) in byDossier.Dossiers())
        {
            do
            {
                if (!codes.Step())
                {
                    throw new StorageException($"The log has events of the dossier {id}, whose code is missing.");
                }
            }
            while (codes.Long(0) != id);

            yield return new StoredDossier(id, codes.Text(1), events);
        }
    }
}

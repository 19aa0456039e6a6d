using System.Text.Json;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>Drops everything that follows from the dossiers' events and folds it again, in one transaction.</summary>
internal static class Recomputation
{
    private const string DigestKey = "rulebook";

    // Fewer are read in no time, whatever the plan.
    private const int ManyDossiers = 10_000;

    private static readonly string[] Derived =
    [
        "tally_day", "tally_month", "tally_late", "tally_late_month", "tally_unit_day", "tally_unit_month", "tally_unit_late", "tally_unit_late_month",
        "tally_pending", "dossier_finding", "stretch", "stretch_day", "working_day",
    ];

    /// <param name="database">Whose figures.</param>
    /// <param name="processor">Of its writer.</param>
    /// <param name="rulebook">The rules to fold by.</param>
    /// <param name="now">When.</param>
    /// <param name="progress">Told how many dossiers are done.</param>
    /// <param name="fresh">The dossiers of a database that has none yet; null = those that it has.</param>
    /// <param name="actor">Who brings the rules, for the audit; null = they are not new.</param>
    /// <returns>How many dossiers were folded.</returns>
    public static int Run(
        StoreDatabase database,
        SubmissionProcessor processor,
        Rulebook rulebook,
        Instant now,
        IProgress<(int Done, int Total)>? progress,
        (IEnumerable<StoredDossier> Dossiers, int Count)? fresh = null,
        string? actor = null)
    {
        using var transaction = database.Writer.BeginWrite();
        var writer = database.Writer;
        if (StoredRulebook.DigestIn(writer) == rulebook.Digest)
        {
            transaction.Rollback();
            return 0;
        }

        var total = fresh?.Count ?? (int)writer.ExecuteScalar<long>(writer.Script("Reference/count-dossiers"));
        var done = Fill(writer, processor, rulebook, now, progress, fresh?.Dossiers ?? InTheDatabase(writer), total, fresh is null ? null : processor.Insert, actor);
        transaction.Commit();
        processor.Committed();
        return done;
    }

    /// <summary>Within a transaction of the caller's.</summary>
    /// <param name="writer">The database.</param>
    /// <param name="processor">Of that connection.</param>
    /// <param name="rulebook">The rules to fold by.</param>
    /// <param name="now">When.</param>
    /// <param name="progress">Told how many dossiers are done.</param>
    /// <param name="dossiers">All of them, with their events.</param>
    /// <param name="total">How many.</param>
    /// <param name="store">Stores the dossier itself; null = it is stored already.</param>
    /// <param name="actor">Who brings the rules, for the audit; null = they are not new.</param>
    public static int Fill(
        StoreConnection writer,
        SubmissionProcessor processor,
        Rulebook rulebook,
        Instant now,
        IProgress<(int Done, int Total)>? progress,
        IEnumerable<StoredDossier> dossiers,
        int total,
        Action<StoredDossier>? store,
        string? actor)
    {
        foreach (var table in Derived)
        {
            writer.Execute(writer.Script("Reference/clear").Replace("{table}", table, StringComparison.Ordinal));
        }

        SaveWorkingDays(writer, rulebook);
        processor.Begin(anew: true);
        var done = 0;
        foreach (var (dossier, history) in FoldAhead.Run(dossiers, rulebook))
        {
            store?.Invoke(dossier);
            processor.SaveAnew(dossier.Id, history, rulebook);
            done++;
            if (done % writer.DossiersAtOnce == 0)
            {
                processor.Flush();
            }

            // The end is reported once, and later.
            if (done % 5_000 == 0 && done < total)
            {
                progress?.Report((done, total));
            }
        }

        processor.Flush();
        writer.Execute(writer.Script("Reference/set-meta"), new { key = DigestKey, value = rulebook.Digest });
        writer.Execute(
            writer.Script("Reference/insert-reference-set"),
            new { digest = rulebook.Digest, at = now.Milliseconds, files = JsonSerializer.Serialize(rulebook.Reference.Files), clock = rulebook.Clock.ToJson() });

        if (actor is not null)
        {
            new AdministrativeWriter(writer, now, actor).Record("rules.changed", rulebook.Digest, new { calendar = rulebook.Reference.LatestCalendar.Version, dossiers = total });
        }

        if (done >= ManyDossiers)
        {
            writer.RefreshStatistics();
        }

        // Before the commit: whoever is told may take its time, or fail, and between the commit and the swap of the rules
        // nothing may do either.
        if (total > 0)
        {
            progress?.Report((done, total));
        }

        return done;
    }

    private static IEnumerable<StoredDossier> InTheDatabase(StoreConnection writer)
    {
        using var dossiers = writer.Scan(writer.Script("Dossiers/list-dossiers"));
        while (dossiers.Step())
        {
            yield return new StoredDossier(dossiers.Long(0), dossiers.Text(1), dossiers.Blob(2).ToArray());
        }
    }

    private static void SaveWorkingDays(StoreConnection writer, Rulebook rulebook)
    {
        using var insert = writer.Collect(writer.Script("Reference/insert-working-day"));
        var first = new DateOnly(1980, 1, 1);
        for (var version = 0; version < rulebook.Timeline.Versions.Count; version++)
        {
            var calendar = rulebook.Timeline.Versions[version].Rules.Clock.Calendar;
            for (var day = first; day.Year <= 2110; day = day.AddDays(1))
            {
                insert.Set(0, version).Set(1, LocalDayNumber.Of(day)).Set(2, calendar.WorkingDaysBetween(first, day)).Run();
            }
        }
    }
}

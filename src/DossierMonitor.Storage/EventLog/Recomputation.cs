using System.Text.Json;
using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
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
    private const int BatchSize = 5_000;

    private static readonly string[] Derived =
    [
        "tally_day", "tally_month", "tally_late", "tally_unit_day", "tally_unit_month", "tally_unit_late", "dossier_finding", "stretch", "stretch_day", "working_day",
    ];

    public static int Run(
        SqliteDatabase database, SubmissionProcessor processor, Rulebook rulebook, Instant now, IProgress<(int Done, int Total)>? progress)
    {
        using var transaction = database.Writer.BeginTransaction(deferred: false);
        var writer = database.Writer;
        if (writer.ExecuteScalar<string?>(SqlScripts.Get("Reference/get-meta"), new { key = DigestKey }, transaction) == rulebook.Digest)
        {
            transaction.Rollback();
            return 0;
        }

        foreach (var table in Derived)
        {
            writer.Execute(SqlScripts.Get("Reference/clear").Replace("{table}", table, StringComparison.Ordinal), transaction: transaction);
        }

        SaveWorkingDays(writer, rulebook);
        processor.Begin();
        var total = (int)writer.ExecuteScalar<long>(SqlScripts.Get("Reference/count-dossiers"), transaction: transaction);
        var done = 0;
        foreach (var folded in FoldAll(writer, rulebook))
        {
            foreach (var (id, history) in folded)
            {
                processor.SaveAnew(id, history, rulebook);
            }

            processor.Flush();
            done += folded.Length;
            progress?.Report((done, total));
        }

        writer.Execute(SqlScripts.Get("Reference/set-meta"), new { key = DigestKey, value = rulebook.Digest }, transaction);
        writer.Execute(
            SqlScripts.Get("Reference/insert-reference-set"),
            new { digest = rulebook.Digest, at = now.Milliseconds, files = JsonSerializer.Serialize(rulebook.Reference.Files), clock = rulebook.Clock.ToJson() },
            transaction);

        // Before the commit: whoever is told may take its time, or fail, and between the commit and the swap of the rules
        // nothing may do either.
        if (total > 0)
        {
            progress?.Report((done, total));
        }

        transaction.Commit();
        processor.Committed();
        return done;
    }

    /// <summary>All dossiers, batch by batch: while one is saved by this thread the next is folded by another.</summary>
    private static IEnumerable<(long Id, DossierHistory History)[]> FoldAll(SqliteConnection writer, Rulebook rulebook)
    {
        using var dossiers = new SqliteStatement(writer, SqlScripts.Get("Dossiers/list-dossiers"));
        var more = true;
        var ahead = Next();
        while (ahead.Result is { Length: > 0 } folded)
        {
            ahead = Next();
            yield return folded;
        }

        Task<(long Id, DossierHistory History)[]> Next()
        {
            var batch = new List<(long Id, string Code, byte[] Events)>(BatchSize);

            // A statement that has come to its end would begin anew.
            while (batch.Count < BatchSize && more && (more = dossiers.Step()))
            {
                batch.Add((dossiers.Long(0), dossiers.Text(1), dossiers.Blob(2).ToArray()));
            }

            return Task.Run(() => batch.ConvertAll(dossier => (dossier.Id, rulebook.Fold(dossier.Code, EventsColumn.Read(dossier.Events, dossier.Code)))).ToArray());
        }
    }

    private static void SaveWorkingDays(SqliteConnection writer, Rulebook rulebook)
    {
        using var insert = new SqliteStatement(writer, SqlScripts.Get("Reference/insert-working-day"));
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

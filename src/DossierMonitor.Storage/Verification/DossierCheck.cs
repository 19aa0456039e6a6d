using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Verification;

/// <summary>Every dossier of the log, folded a second time by <see cref="NaiveFold"/> and compared with what is stored.</summary>
internal sealed class DossierCheck(Rulebook rulebook, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
{
    private readonly IReadOnlyList<(Instant From, FoldRules Rules)> _versions =
        [.. rulebook.Timeline.Versions.Select(version => (version.From, version.Rules))];

    public long Count { get; private set; }

    public Difference? Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        var total = Scalar(connection, transaction, "select count(*) from dossier");
        using var dossiers = new Rows(connection, transaction, "Verification/list-dossiers", 0);
        using var events = new Rows(connection, transaction, "EventLog/list-of-all", 14);
        using var stretches = new Rows(connection, transaction, "Verification/list-stretches-of-all", 27);
        using var findings = new Rows(connection, transaction, "Verification/list-findings-of-all", 0);
        while (dossiers.Next() is { } id)
        {
            var row = dossiers.Reader;
            var code = row.GetString(1);
            var own = events.Of(id, reader => EventRow.Read(reader, code));
            if (own.Count == 0)
            {
                return new Difference("dossiers", "The dossier has no event in the log.", code);
            }

            var history = NaiveFold.Run(code, own, _versions);
            var storedStretches = stretches.Of(id, reader => (
                Stretch: StretchRow.Read(reader), N: reader.GetInt32(28), CurrentDay: Number(reader, 29), PromisedDay: Number(reader, 30)));
            var storedFindings = findings.Of(id, reader => new FindingInterval(
                (Finding)reader.GetInt32(1), new Instant(reader.GetInt64(2)), reader.IsDBNull(3) ? null : new Instant(reader.GetInt64(3))));
            var difference = CompareHead(code, history, row)
                ?? CompareStretches(code, history, own, storedStretches)
                ?? CompareFindings(code, history, storedFindings);
            if (difference is not null)
            {
                return difference;
            }

            if (++Count % 5_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new VerificationProgress("dossiers", Count, total));
            }
        }

        progress?.Report(new VerificationProgress("dossiers", Count, total));
        return events.AtEnd && stretches.AtEnd && findings.AtEnd
            ? null
            : new Difference("dossiers", "There are events, stretches or findings of a dossier that does not exist.");
    }

    private static Difference? CompareHead(string code, NaiveHistory history, SqliteDataReader row)
    {
        var expected = (history.Source, history.ProcedureAsWritten, history.Holder, history.ReceivedAt?.Milliseconds, history.ReturnedAt?.Milliseconds);
        var stored = (Text(row, 2), Text(row, 3), Text(row, 4), Long(row, 5), Long(row, 6));
        return expected == stored ? null : new Difference("dossiers", $"The log gives {expected}, stored is {stored}.", code);
    }

    private Difference? CompareStretches(
        string code, NaiveHistory history, List<DossierEvent> events, List<(Stretch Stretch, int N, int? CurrentDay, int? PromisedDay)> stored)
    {
        for (var n = 0; n < Math.Max(history.Stretches.Count, stored.Count); n++)
        {
            var expected = n < history.Stretches.Count ? history.Stretches[n] : null;
            var found = n < stored.Count ? stored[n].Stretch : null;
            if (expected == found && stored[n].N == n && stored[n].CurrentDay == Day(expected!.Current.Due) && stored[n].PromisedDay == Day(expected.Promised.Due))
            {
                continue;
            }

            // The event that began the stretch, or ended it.
            var at = expected?.From ?? found!.From;
            var shown = events.Find(e => e.Time == at) ?? events.Find(e => e.Time == (expected?.To ?? found?.To)) ?? events.MinBy(e => Math.Abs(e.Time.Milliseconds - at.Milliseconds))!;
            return new Difference(
                "dossiers",
                $"Stretch {n}: the log gives {expected?.ToString() ?? "none"}, stored is {found?.ToString() ?? "none"}.",
                code, shown.Source, shown.Id);
        }

        return null;
    }

    private static Difference? CompareFindings(string code, NaiveHistory history, List<FindingInterval> stored)
    {
        var expected = FindingIntervals.Of(history.Findings.Select(finding => new FindingInterval(finding.Code, finding.From, finding.Until)));
        return expected.SequenceEqual(stored)
            ? null
            : new Difference("dossiers", $"Findings: the log gives {string.Join(", ", expected)}; stored are {string.Join(", ", stored)}.", code);
    }

    private int? Day(Instant? due) => due is { } date ? LocalDayNumber.Of(rulebook.Clock.Days.DateOf(date)) : null;

    private static long Scalar(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string? Text(SqliteDataReader row, int index) => row.IsDBNull(index) ? null : row.GetString(index);

    private static long? Long(SqliteDataReader row, int index) => row.IsDBNull(index) ? null : row.GetInt64(index);

    private static int? Number(SqliteDataReader row, int index) => row.IsDBNull(index) ? null : row.GetInt32(index);

    /// <summary>Rows in the order of their dossiers, taken dossier by dossier.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly SqliteCommand _command;
        private readonly int _idColumn;
        private bool _has;

        public Rows(SqliteConnection connection, SqliteTransaction transaction, string script, int idColumn)
        {
            _command = connection.CreateCommand();
            _command.Transaction = transaction;
            _command.CommandText = SqlScripts.Get(script);
            _idColumn = idColumn;
            Reader = _command.ExecuteReader();
            _has = script != "Verification/list-dossiers" && Reader.Read();
        }

        public SqliteDataReader Reader { get; }

        public bool AtEnd => !_has;

        public long? Next() => Reader.Read() ? Reader.GetInt64(_idColumn) : null;

        public List<T> Of<T>(long id, Func<SqliteDataReader, T> read)
        {
            var items = new List<T>();
            while (_has && Reader.GetInt64(_idColumn) == id)
            {
                items.Add(read(Reader));
                _has = Reader.Read();
            }

            return items;
        }

        public void Dispose()
        {
            Reader.Dispose();
            _command.Dispose();
        }
    }
}

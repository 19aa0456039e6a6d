using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Verification;

/// <summary>Every dossier of the log, folded a second time by <see cref="NaiveFold"/> and compared with what is stored.</summary>
internal sealed class DossierCheck(Rulebook rulebook, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
{
    private readonly IReadOnlyList<(Instant From, FoldRules Rules)> _versions =
        [.. rulebook.Timeline.Versions.Select(version => (version.From, version.Rules))];

    public long Count { get; private set; }

    public Difference? Run(StoreConnection connection)
    {
        var total = Scalar(connection, "select count(*) from dossier");
        using var dossiers = new Rows(connection, "Verification/list-dossiers", 0);
        using var log = connection.Prepare("Verification/event-at");
        using var days = connection.Prepare("Verification/find-stretch-day");
        using var stretches = new Rows(connection, "Verification/list-stretches-of-all", 27);
        using var findings = new Rows(connection, "Verification/list-findings-of-all", 0);
        long events = 0, stretchDays = 0;
        while (dossiers.Next() is { } id)
        {
            var code = dossiers.Reader.Text(1);
            var (own, wrong) = EventsOf(log, id, code, dossiers.Reader.Blob(2).ToArray());
            if (wrong is not null)
            {
                return wrong;
            }

            events += own.Count;
            var history = NaiveFold.Run(code, own, _versions);
            var storedStretches = stretches.Of(id, reader => (
                Stretch: StretchRow.Read(reader), N: (int)reader.Long(28), CurrentDay: Number(reader, 29), PromisedDay: Number(reader, 30), UnitId: reader.Long(31)));
            var storedFindings = findings.Of(id, reader => new FindingInterval(
                (Finding)(int)reader.Long(1), new Instant(reader.Long(2)), reader.IsNull(3) ? null : new Instant(reader.Long(3))));
            var difference = CompareStretches(code, history, own, [.. storedStretches.Select(row => (row.Stretch, row.N, row.CurrentDay, row.PromisedDay))])
                ?? CompareFindings(code, history, storedFindings);
            if (difference is not null)
            {
                return difference;
            }

            foreach (var (day, unit) in DaysOf([.. storedStretches.Select(row => (row.Stretch, row.UnitId))]))
            {
                stretchDays++;
                if (days.Set(0, day).Set(1, unit).Set(2, id).Number() is null)
                {
                    return new Difference("dossiers", $"Something happens to the dossier on {day}, which is not among its days.", code);
                }
            }

            if (++Count % 5_000 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new VerificationProgress("dossiers", Count, total));
            }
        }

        progress?.Report(new VerificationProgress("dossiers", Count, total));
        var logged = Scalar(connection, "select count(*) from event_log");
        var storedDays = Scalar(connection, "select count(*) from stretch_day");
        return events != logged ? new Difference("dossiers", $"The log has {logged} events, the dossiers have {events}.")
            : storedDays != stretchDays ? new Difference("dossiers", $"The dossiers have {stretchDays} days on which something happens, stored are {storedDays}.")
            : stretches.AtEnd && findings.AtEnd ? null
            : new Difference("dossiers", "There are stretches or findings of a dossier that does not exist.");
    }

    /// <summary>The events of the log behind those that stand in the dossier's row; each of them must say the same.</summary>
    private static (List<DossierEvent> Events, Difference? Difference) EventsOf(Statement log, long id, string code, byte[] column)
    {
        var events = new List<DossierEvent>();
        var last = 0L;
        foreach (var (seq, stored) in EventsColumn.ReadWithPlaces(column, code))
        {
            DossierEvent? logged = null;
            if (log.Set(0, seq).Step())
            {
                logged = log.Long(0) == id ? EventRow.Read(log, 1, code) : null;
                log.Reset();
            }

            if (logged is null || logged != stored || seq <= last)
            {
                return (events, new Difference("dossiers", "The dossier's row has an event that the log does not have of it, or has otherwise.", code, stored.Source, stored.Id, seq));
            }

            events.Add(logged);
            last = seq;
        }

        return events.Count == 0 ? (events, new Difference("dossiers", "The dossier has no event in the log.", code)) : (events, null);
    }

    private HashSet<(int Day, long Unit)> DaysOf(IEnumerable<(Stretch Stretch, long UnitId)> stretches) =>
    [
        .. stretches.SelectMany(row =>
            new[] { row.Stretch.From, row.Stretch.To, row.Stretch.Current.OverdueFrom, row.Stretch.Promised.OverdueFrom }
                .Where(at => at is not null).Select(at => (Day(at)!.Value, row.UnitId))),
    ];

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

    private static long Scalar(StoreConnection connection, string sql) => connection.ExecuteScalar<long>(sql);

    private static int? Number(Statement row, int index) => row.IsNull(index) ? null : (int)row.Long(index);

    /// <summary>Rows in the order of their dossiers, taken dossier by dossier.</summary>
    private sealed class Rows : IDisposable
    {
        private readonly int _idColumn;
        private bool _has;

        public Rows(StoreConnection connection, string script, int idColumn)
        {
            _idColumn = idColumn;
            Reader = connection.Scan(connection.Script(script));
            _has = script != "Verification/list-dossiers" && Reader.Step();
        }

        public Statement Reader { get; }

        public bool AtEnd => !_has;

        public long? Next() => Reader.Step() ? Reader.Long(_idColumn) : null;

        public List<T> Of<T>(long id, Func<Statement, T> read)
        {
            var items = new List<T>();
            while (_has && Reader.Long(_idColumn) == id)
            {
                items.Add(read(Reader));
                _has = Reader.Step();
            }

            return items;
        }

        public void Dispose() => Reader.Dispose();
    }
}

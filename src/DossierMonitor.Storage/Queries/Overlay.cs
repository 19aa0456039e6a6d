using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// What the database's dossiers would be by less of the log. Only dossiers with an event beyond the bound differ: they are
/// folded from what was known, and stand in temporary tables in place of what is stored, so that every query stays the
/// same. The temporary tables vanish with the snapshot's transaction.
/// </summary>
internal sealed class Overlay
{
    private const string StretchColumns = "dossier_id, n, cycle, cycle_start, slice_id, started, ended, entry, exit, paused, due_current, due_current_day, overdue_current, due_promised, due_promised_day, overdue_promised, due_statutory, finished_at, verdict_current, judged_due_current, days_late_current, calendar_days_late_current, verdict_promised, judged_due_promised, days_late_promised, calendar_days_late_promised, judged_due_statutory";
    private static readonly string[] Tables =
    [
        "Queries/Known/create-touched", "Queries/Known/create-known-stretch", "Queries/Known/create-known-slice", "Queries/Known/create-known-unit",
        "Queries/Known/create-known-finding",
    ];

    private readonly Dictionary<(Slice Slice, Instant At), MeasureVector> _changes = [];
    private readonly Dictionary<(Slice Slice, Instant At, DueDateBasis Basis, int Days), long> _lateDays = [];

    private Overlay()
    {
    }

    /// <summary>Marks to add to the stored tallies (those of what is stored are taken away).</summary>
    public IEnumerable<(Slice Slice, Instant At, MeasureVector Sums)> Changes => _changes.Select(change => (change.Key.Slice, change.Key.At, change.Value));

    public IEnumerable<(Slice Slice, Instant At, DueDateBasis Basis, int Days, long Finishes)> LateDays =>
        _lateDays.Select(change => (change.Key.Slice, change.Key.At, change.Key.Basis, change.Key.Days, change.Value));

    /// <returns>Null when nothing lies beyond the bound.</returns>
    public static Overlay? Of(Snapshot snapshot, KnownBy known)
    {
        if (known.IsEverything)
        {
            return null;
        }

        var touched = Touched(snapshot, known);
        if (touched.Count == 0)
        {
            return null;
        }

        foreach (var script in Tables)
        {
            using var command = snapshot.Command(snapshot.Connection.Script(script));
            command.ExecuteNonQuery();
        }

        var overlay = new Overlay();
        using var writer = new Writer(snapshot);
        using var stored = new StoredEvents(snapshot);
        foreach (var (id, code) in touched)
        {
            writer.Touch(id);

            // What is stored is what the same rules make of all events.
            foreach (var stretch in snapshot.Rulebook.Fold(code, stored.Of(id, code, default)).Stretches)
            {
                overlay.Add(stretch, -1);
            }

            var events = stored.Of(id, code, known);
            if (events.Count == 0)
            {
                continue;
            }

            var history = snapshot.Rulebook.Fold(code, events);
            for (var n = 0; n < history.Stretches.Count; n++)
            {
                overlay.Add(history.Stretches[n], 1);
                writer.Write(id, n, history.Stretches[n]);
            }

            foreach (var finding in FindingIntervals.Of(history))
            {
                writer.Write(id, finding);
            }
        }

        snapshot.Connection.Send();
        return overlay;
    }

    /// <summary>Puts the known tables in the place of the stored ones.</summary>
    public static string Rewrite(string sql, bool known) => sql
        .Replace("{stretch}", known ? $"(select {StretchColumns} from main.stretch where dossier_id not in (select id from temp.touched) union all select {StretchColumns} from temp.known_stretch)" : "stretch", StringComparison.Ordinal)
        .Replace("{slice}", known ? "(select id, unit_id, procedure, field, channel from main.slice union all select id, unit_id, procedure, field, channel from temp.known_slice)" : "slice", StringComparison.Ordinal)
        .Replace("{unit}", known ? "(select id, code, valid_from from main.unit_ref union all select id, code, valid_from from temp.known_unit)" : "unit_ref", StringComparison.Ordinal)
        .Replace("{finding}", known ? "(select dossier_id, finding, since, until from main.dossier_finding where dossier_id not in (select id from temp.touched) union all select dossier_id, finding, since, until from temp.known_finding)" : "dossier_finding", StringComparison.Ordinal);

    private void Add(Stretch stretch, int sign)
    {
        var slice = TallyMarks.SliceOf(stretch);
        TallyMarks.Of(stretch, mark =>
        {
            if (!_changes.TryGetValue((slice, mark.At), out var sums))
            {
                _changes[(slice, mark.At)] = sums = new MeasureVector();
            }

            sums[mark.Measure] += sign * mark.Change;
        });
        TallyMarks.LateDaysOf(stretch, mark =>
        {
            var key = (slice, mark.At, mark.Basis, mark.Days);
            _lateDays[key] = _lateDays.GetValueOrDefault(key) + sign;
        });
    }

    private static List<(long Id, string Code)> Touched(Snapshot snapshot, KnownBy known)
    {
        var touched = new List<(long, string)>();
        var bound = known.Seq ?? snapshot.LastSeqRecordedBy(known.Recorded!.Value);
        using var command = snapshot.Command(snapshot.Connection.Script("Queries/Known/list-beyond"), ("@bound", bound));
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            touched.Add((rows.GetInt64(0), rows.GetString(1)));
        }

        return touched;
    }

    /// <summary>Writes the temporary tables; slices and units that are not stored get negative numbers.</summary>
    private sealed class Writer : IDisposable
    {
        private readonly LocalDays _days;
        private readonly Statement _touch;
        private readonly Statement _stretch;
        private readonly Statement _finding;
        private readonly Statement _findSlice;
        private readonly Statement _findUnit;
        private readonly Statement _slice;
        private readonly Statement _unit;
        private readonly Dictionary<Slice, long> _slices = [];
        private readonly Dictionary<UnitKey, long> _units = [];

        public Writer(Snapshot snapshot)
        {
            _days = snapshot.Rulebook.Clock.Days;
            _touch = Statement("Queries/Known/insert-touched");
            _stretch = Statement("Dossiers/insert-stretch", "stretch", "temp.known_stretch");
            _finding = Statement("Dossiers/insert-finding", "dossier_finding", "temp.known_finding");
            _findSlice = snapshot.Connection.Prepare("Tallies/find-slice");
            _findUnit = snapshot.Connection.Prepare("Tallies/find-unit");
            _slice = Statement("Queries/Known/insert-slice");
            _unit = Statement("Queries/Known/insert-unit");

            Statement Statement(string script, string? from = null, string? to = null)
            {
                var sql = snapshot.Connection.Script(script);
                if (from is not null)
                {
                    sql = sql.Replace($"insert into {from} ", $"insert into {to} ", StringComparison.Ordinal);
                }

                return snapshot.Connection.Collect(sql);
            }
        }

        public void Touch(long dossierId) => _touch.Set(0, dossierId).Run();

        public void Write(long dossierId, int n, Stretch stretch) =>
            StretchRow.Write(_stretch, dossierId, n, stretch, IdOf(TallyMarks.SliceOf(stretch)), _days);

        public void Write(long dossierId, FindingInterval finding) =>
            _finding.Set(0, dossierId).Set(1, (int)finding.Code).Set(2, finding.Since.Milliseconds).Set(3, finding.Until?.Milliseconds).Run();

        public void Dispose()
        {
            _touch.Dispose();
            _stretch.Dispose();
            _finding.Dispose();
            _findSlice.Dispose();
            _findUnit.Dispose();
            _slice.Dispose();
            _unit.Dispose();
        }

        private long IdOf(UnitKey unit)
        {
            if (!_units.TryGetValue(unit, out var id))
            {
                var from = UnitColumns.WriteValidFrom(unit);
                id = _findUnit.Set(0, unit.Code).Set(1, from).Number() is { } stored ? stored : -1 - _units.Count;
                if (id < 0)
                {
                    _unit.Set(0, id).Set(1, unit.Code).Set(2, from).Run();
                }

                _units[unit] = id;
            }

            return id;
        }

        private long IdOf(Slice slice)
        {
            if (!_slices.TryGetValue(slice, out var id))
            {
                var unit = IdOf(slice.Unit);
                var (field, channel) = (FieldColumn.Write(slice.Field), ChannelColumn.Write(slice.Channel));
                id = _findSlice.Set(0, unit).Set(1, slice.Procedure).Set(2, field).Set(3, channel).Number() is { } stored ? stored : -1 - _slices.Count;
                if (id < 0)
                {
                    _slice.Set(0, id).Set(1, unit).Set(2, slice.Procedure).Set(3, field).Set(4, channel).Run();
                }

                _slices[slice] = id;
            }

            return id;
        }
    }
}

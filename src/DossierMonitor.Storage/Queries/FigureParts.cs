using System.Data.Common;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <summary>The sums of one slice in one bucket: 0 = before the period, else the month yyyymm.</summary>
public readonly record struct FigurePart(Slice Slice, int Bucket, MeasureVector Sums);

public readonly record struct LateDaysPart(Slice Slice, int Bucket, DueDateBasis Basis, int Days, long Finishes);

/// <summary>Everything an answer of figures is added up from.</summary>
public sealed class FigureParts
{
    private readonly List<FigurePart> _sums = [];
    private readonly List<LateDaysPart> _lateDays = [];

    public IReadOnlyList<FigurePart> Sums => _sums;

    public IReadOnlyList<LateDaysPart> LateDays => _lateDays;

    /// <summary>
    /// Reads the whole days up to the cut from the tallies, and the part of the last day from the stretches that changed on
    /// it: the marks carry instants, so the same rule cuts them at any moment.
    /// </summary>
    /// <param name="snapshot">Where to read.</param>
    /// <param name="period">Which days, as of when.</param>
    /// <param name="fine">Keep procedure and channel apart; otherwise only unit and field.</param>
    /// <param name="withLateDays">Also how late the late ones were.</param>
    public static FigureParts Load(Snapshot snapshot, Period period, bool fine, bool withLateDays = true)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var parts = new FigureParts();
        var days = snapshot.Rulebook.Clock.Days;
        var cut = period.Cut(days);
        var cutDay = days.DateOf(cut);
        var endsWithDay = cut == days.EndOf(cutDay);
        var through = LocalDayNumber.Of(endsWithDay ? cutDay : cutDay.AddDays(-1));
        var from = LocalDayNumber.Of(period.From);
        var units = Units(snapshot);
        using (var command = snapshot.Command(
            SqlScripts.Get(fine ? "Queries/sum-tally" : "Queries/sum-unit-tally"), ("@from", from), ("@through", through), ("@fromMonth", from / 100), ("@throughMonth", through / 100)))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                var sums = new MeasureVector();
                foreach (var measure in Measures.All)
                {
                    sums[measure] = rows.GetInt64(5 + (int)measure);
                }

                parts._sums.Add(new FigurePart(SliceOf(rows, units), rows.GetInt32(4), sums));
            }
        }

        if (withLateDays)
        {
            using var command = snapshot.Command(SqlScripts.Get("Queries/sum-late-days"), ("@from", from), ("@through", through));
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                parts._lateDays.Add(new LateDaysPart(
                    SliceOf(rows, units), rows.GetInt32(4), (DueDateBasis)rows.GetInt32(5), rows.GetInt32(6), rows.GetInt64(7)));
            }
        }

        if (!endsWithDay)
        {
            parts.AddPartOfDay(snapshot, days.StartOf(cutDay).Previous, cut, cutDay, period.From);
        }

        if (snapshot.Overlay is { } overlay)
        {
            parts.Add(overlay, period.From, cut, days);
        }

        return parts;
    }

    // Less of the log is known: the tallies of what is stored, without the marks of the dossiers that differ, with those that
    // were known.
    private void Add(Overlay overlay, DateOnly from, Instant cut, LocalDays days)
    {
        _sums.AddRange(overlay.Changes.Where(change => change.At <= cut).Select(change => new FigurePart(change.Slice, Bucket(change.At), change.Sums)));
        _lateDays.AddRange(overlay.LateDays.Where(change => change.At <= cut && Bucket(change.At) != 0)
            .Select(change => new LateDaysPart(change.Slice, Bucket(change.At), change.Basis, change.Days, change.Finishes)));

        int Bucket(Instant at)
        {
            var day = days.DateOf(at);
            return day < from ? 0 : LocalDayNumber.Of(day) / 100;
        }
    }

    private void AddPartOfDay(Snapshot snapshot, Instant after, Instant through, DateOnly day, DateOnly from)
    {
        var bucket = day < from ? 0 : LocalDayNumber.Of(day) / 100;
        using var command = snapshot.Command(
            SqlScripts.Get("Queries/stretches-with-marks-between"), ("@after", after.Milliseconds), ("@through", through.Milliseconds));
        using var rows = command.ExecuteReader();
        var changes = new Dictionary<Slice, MeasureVector>();
        while (rows.Read())
        {
            var stretch = StretchRow.Read(rows);
            var slice = TallyMarks.SliceOf(stretch);
            if (!changes.TryGetValue(slice, out var sums))
            {
                changes[slice] = sums = new MeasureVector();
            }

            TallyMarks.Of(stretch, mark =>
            {
                if (mark.At > after && mark.At <= through)
                {
                    sums[mark.Measure] += mark.Change;
                }
            });
            TallyMarks.LateDaysOf(stretch, mark =>
            {
                if (mark.At > after && mark.At <= through && bucket != 0)
                {
                    _lateDays.Add(new LateDaysPart(slice, bucket, mark.Basis, mark.Days, 1));
                }
            });
        }

        _sums.AddRange(changes.Select(change => new FigurePart(change.Key, bucket, change.Value)));
    }

    private static Slice SliceOf(DbDataReader row, Dictionary<long, UnitKey> units) => new(
        units[row.GetInt64(0)], row.GetString(1), FieldColumn.Read(row.GetString(2)), ChannelColumn.Read(row.GetInt64(3)));

    internal static Dictionary<long, UnitKey> Units(Snapshot snapshot)
    {
        using var command = snapshot.Command(snapshot.Sql("Queries/list-units"));
        using var rows = command.ExecuteReader();
        var units = new Dictionary<long, UnitKey>();
        while (rows.Read())
        {
            units[rows.GetInt64(0)] = new UnitKey(rows.GetString(1), rows.GetInt32(2) == 0 ? null : LocalDayNumber.ToDate(rows.GetInt32(2)));
        }

        return units;
    }
}

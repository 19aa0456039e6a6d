using System.Globalization;
using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Verification;

/// <summary>
/// Adds up every tally a second time. The stretches have just been compared with the log; from them the database itself counts,
/// in plain SQL that shares nothing with the code that keeps the tallies. What is stored is read by code of its own, too.
/// </summary>
internal sealed class TallyCheck(Rulebook rulebook, IProgress<VerificationProgress>? progress)
{
    private const long LastOfCalendar = 21101231;
    private const string Coarse = "join main.slice s on s.id = d.slice_id left join main.unit_field f on f.unit_id = s.unit_id and f.field = s.field";

    private static readonly (string Table, string Expected)[] Checks =
    [
        ("tally_day", "select slice_id, day, measure, value from temp.day_sum order by 1, 2, 3"),
        ("tally_month", "select slice_id, day / 100, measure, cast(sum(value) as bigint) from temp.day_sum group by 1, 2, 3 having sum(value) <> 0 order by 1, 2, 3"),
        ("tally_unit_day", $"select f.id, d.day, d.measure, cast(sum(d.value) as bigint) from temp.day_sum d {Coarse} group by 1, 2, 3 having sum(d.value) <> 0 order by 1, 2, 3"),
        ("tally_unit_month", $"select f.id, d.day / 100, d.measure, cast(sum(d.value) as bigint) from temp.day_sum d {Coarse} group by 1, 2, 3 having sum(d.value) <> 0 order by 1, 2, 3"),
        ("tally_late", "select slice_id, day, basis * 65536 + days, finishes from temp.late_sum order by 1, 2, 3"),
        ("tally_late_month", "select slice_id, day / 100 * 100, basis * 65536 + days, cast(sum(finishes) as bigint) from temp.late_sum group by 1, 2, 3 order by 1, 2, 3"),
        ("tally_unit_late", $"select f.id, d.day, d.basis * 65536 + d.days, cast(sum(d.finishes) as bigint) from temp.late_sum d {Coarse} group by 1, 2, 3 order by 1, 2, 3"),
        ("tally_unit_late_month", $"select f.id, d.day / 100 * 100, d.basis * 65536 + d.days, cast(sum(d.finishes) as bigint) from temp.late_sum d {Coarse} group by 1, 2, 3 order by 1, 2, 3"),
    ];

    public Difference? Run(StoreConnection connection)
    {
        connection.DefineLocalDay(rulebook.Clock.Days.Zone);
        foreach (var script in new[] { "Verification/mark", "Verification/late-days" })
        {
            connection.Execute(Numbers(connection.Script(script)));
        }

        connection.Execute(connection.Script("Verification/day-sums"));
        if (TakePendingAway(connection) is { } unreadable)
        {
            return unreadable;
        }

        for (var i = 0; i < Checks.Length; i++)
        {
            progress?.Report(new VerificationProgress("tallies", i, Checks.Length));
            if (Compare(connection, Checks[i].Table, Checks[i].Expected) is { } difference)
            {
                return difference;
            }
        }

        progress?.Report(new VerificationProgress("tallies", Checks.Length, Checks.Length));
        return CheckWorkingDays(connection);
    }

    /// <summary>What the tables are to have is what the log gives without what waits to be added to them.</summary>
    private static Difference? TakePendingAway(StoreConnection connection)
    {
        if (connection.ExecuteScalar<long>("select count(*) from main.tally_pending") == 0)
        {
            return null;
        }

        connection.Execute("create temp table pending_day_sum as select * from temp.day_sum; create temp table pending_late_sum as select * from temp.late_sum");

        using (var row = connection.Scan("select seq, marks from main.tally_pending order by seq"))
        using (var day = connection.Collect("insert into temp.pending_day_sum (slice_id, day, measure, value) values (@p0, @p1, @p2, @p3)"))
        using (var late = connection.Collect("insert into temp.pending_late_sum (slice_id, day, basis, days, finishes) values (@p0, @p1, @p2, @p3, @p4)"))
        {
            while (row.Step())
            {
                try
                {
                    foreach (var (isLate, slice, on, key, change) in Pending(Numbers(row.Blob(1).ToArray())))
                    {
                        _ = isLate
                            ? late.Set(0, slice).Set(1, on).Set(2, key / 65_536).Set(3, key % 65_536).Set(4, -change)
                            : day.Set(0, slice).Set(1, on).Set(2, key).Set(3, -change);
                        (isLate ? late : day).Run();
                    }
                }
                catch (ArgumentOutOfRangeException)
                {
                    return new Difference("tallies", string.Create(CultureInfo.InvariantCulture, $"tally_pending {row.Long(0)} cannot be read."));
                }
            }
        }

        connection.Send();
        connection.Execute(
            "delete from temp.day_sum; insert into temp.day_sum select slice_id, day, measure, cast(sum(value) as bigint) from temp.pending_day_sum group by 1, 2, 3 having sum(value) <> 0; "
            + "delete from temp.late_sum; insert into temp.late_sum select slice_id, day, basis, days, cast(sum(finishes) as bigint) from temp.pending_late_sum group by 1, 2, 3, 4 having sum(finishes) <> 0");
        return null;
    }

    /// <summary>First what changes on days, then how late was what was finished on them: rows, and in each of them counts.</summary>
    private static IEnumerable<(bool IsLate, long Slice, long Day, long Key, long Change)> Pending(List<long> numbers)
    {
        var next = 0;
        foreach (var (isLate, keyBits) in new[] { (false, 5), (true, 17) })
        {
            for (var rows = numbers[next++]; rows > 0; rows--)
            {
                var (month, slice, key) = (numbers[next++], numbers[next++], 0L);
                for (var counts = numbers[next++]; counts > 0; counts--)
                {
                    key += numbers[next++];
                    yield return (isLate, slice, (month * 100) + (key >> keyBits), key % (1 << keyBits), Signed(numbers[next++]));
                }
            }
        }
    }

    /// <summary>Both sides come in the same order, so that the first place where they part is the first difference.</summary>
    private static Difference? Compare(StoreConnection connection, string table, string expected)
    {
        using var stored = Stored(connection, table).GetEnumerator();
        using var counted = Counted(connection, expected).GetEnumerator();
        while (true)
        {
            (long Slice, long Time, long Key, long Value)? one = counted.MoveNext() ? counted.Current : null;
            (long Slice, long Time, long Key, long Value)? other = stored.MoveNext() ? stored.Current : null;
            if (one is null && other is null)
            {
                return null;
            }

            if (one == other)
            {
                continue;
            }

            var missing = other is null || (one is { } mine && (mine.Slice, mine.Time, mine.Key).CompareTo((other.Value.Slice, other.Value.Time, other.Value.Key)) <= 0);
            var (slice, time, key, value) = missing ? one!.Value : other!.Value;
            var late = table.Contains("late", StringComparison.Ordinal);
            var what = late ? $"{key & 0xFFFF} days late by the {(key >> 16 == 0 ? "current" : "promised")} due date"
                : key is >= 0 and < Measures.Count ? Measures.All[(int)key].ColumnName() : $"measure {key}";
            return new Difference(
                "tallies",
                string.Create(CultureInfo.InvariantCulture, $"{table} {slice}, {time}, {what}: {(missing ? $"the log gives {value}, which is not stored" : $"{value} is stored, which the log does not give")}."),
                Dossier: table is "tally_day" or "tally_late" ? DossierOf(connection, slice, time) : null);
        }
    }

    private static IEnumerable<(long Slice, long Time, long Key, long Value)> Counted(StoreConnection connection, string sql)
    {
        using var row = connection.Scan(sql);
        while (row.Step())
        {
            yield return (row.IsNull(0) ? -1 : row.Long(0), row.Long(1), row.Long(2), row.Long(3));
        }
    }

    private static IEnumerable<(long Slice, long Time, long Key, long Value)> Stored(StoreConnection connection, string table)
    {
        var late = table.Contains("late", StringComparison.Ordinal);
        var byMonth = late || !table.EndsWith("month", StringComparison.Ordinal);
        var keyBits = late ? 17 : 5;
        using var row = connection.Scan(byMonth
            ? $"select slice_id, counts, month from main.{table} order by slice_id, month"
            : $"select slice_id, counts from main.{table} order by slice_id");
        while (row.Step())
        {
            var (slice, month) = (row.Long(0), byMonth ? row.Long(2) : 0);
            var numbers = Numbers(row.Blob(1).ToArray());
            long key = 0;
            for (var i = 0; i + 1 < numbers.Count; i += 2)
            {
                key += numbers[i];
                var time = key >> keyBits;
                var value = Signed(numbers[i + 1]);
                yield return (slice, byMonth ? (month * 100) + time : (time / 12 * 100) + (time % 12) + 1, key % (1 << keyBits), value);
            }

            if (numbers.Count == 0 || numbers.Count % 2 != 0)
            {
                yield return (slice, month, -1, 0);
            }
        }
    }

    // Even ones are positive, odd ones negative.
    private static long Signed(long number) => number % 2 == 0 ? number / 2 : -(number / 2) - 1;

    // Seven bits a byte, the lowest first; the eighth says that more follow. None, if the last one is cut off.
    private static List<long> Numbers(byte[] bytes)
    {
        var numbers = new List<long>();
        long number = 0, factor = 1;
        foreach (var part in bytes)
        {
            number += (part % 128) * factor;
            factor *= 128;
            if (part < 128)
            {
                numbers.Add(number);
                (number, factor) = (0, 1);
            }
        }

        return factor == 1 ? numbers : [];
    }

    // One that has something to do with that day and slice: where to begin to look.
    private static string? DossierOf(StoreConnection connection, long slice, long day) =>
        connection.ExecuteScalar<string?>(
            "select d.code from stretch s join dossier d on d.id = s.dossier_id where s.slice_id = @slice and @day in (local_day(s.started), local_day(s.ended), local_day(s.overdue_current), local_day(s.overdue_promised)) limit 1",
            new { slice, day });

    private Difference? CheckWorkingDays(StoreConnection connection)
    {
        var versions = rulebook.Timeline.Versions;
        var (version, ordinal, last) = (-1L, 0L, 0L);
        using var row = connection.Scan(connection.Script("Verification/list-working-days"));
        while (row.Step())
        {
            var (of, day, stored) = (row.Long(0), row.Long(1), row.Long(2));
            if (of != version)
            {
                if (version >= 0 && last != LastOfCalendar)
                {
                    break;
                }

                (version, ordinal, last) = (of, 0, day);
            }
            else
            {
                var date = LocalDayNumber.ToDate(day);
                ordinal += version < versions.Count && versions[(int)version].Rules.Clock.Calendar.IsWorkingDay(date) ? 1 : 0;
                var gap = LocalDayNumber.ToDate(last).AddDays(1) != date;
                last = day;
                if (gap)
                {
                    return new Difference("calendar", $"The sequence of working days skips to {day}.");
                }
            }

            if (stored != ordinal || version >= versions.Count)
            {
                return new Difference("calendar", $"Working days through {day} of calendar {version}: {ordinal} by the calendar, {stored} stored.");
            }
        }

        return version + 1 == versions.Count && last == LastOfCalendar ? null : new Difference("calendar", "The sequence of working days of a calendar is missing, or ends too early.");
    }

    private static string Numbers(string sql)
    {
        foreach (var entry in Enum.GetValues<StretchEntry>())
        {
            sql = sql.Replace($"{{Entry{entry}}}", ((int)entry).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        foreach (var exit in Enum.GetValues<StretchExit>())
        {
            sql = sql.Replace($"{{Exit{exit}}}", ((int)exit).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        foreach (var measure in Measures.All)
        {
            sql = sql.Replace($"{{{measure}}}", ((int)measure).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return sql;
    }
}

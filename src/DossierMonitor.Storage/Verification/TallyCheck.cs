using System.Globalization;
using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Verification;

/// <summary>
/// Adds up every tally a second time. The stretches have just been compared with the log; from them the database itself counts,
/// in plain SQL that shares nothing with the code that keeps the tallies.
/// </summary>
internal sealed class TallyCheck(Rulebook rulebook, IProgress<VerificationProgress>? progress)
{
    public Difference? Run(SqliteConnection connection, SqliteTransaction transaction)
    {
        var zone = rulebook.Clock.Days.Zone;
        connection.CreateFunction("local_day", (long? at) => at is { } milliseconds ? LocalDay(milliseconds, zone) : null, isDeterministic: true);
        foreach (var script in new[] { "Verification/mark", "Verification/late-days" })
        {
            connection.Execute(Numbers(SqlScripts.Get(script)), transaction: transaction);
        }

        var checks = new (string Table, string Expected, string Stored)[]
        {
            ("tally",
                "select slice_id, local_day(at), measure, sum(change) from temp.mark group by 1, 2, 3 having sum(change) <> 0",
                Unpivot("tally", "slice_id", "day")),
            ("tally_unit",
                Sum(Unpivot("tally", "slice_id", "day"), "unit_id || ' ' || field", "t.day"),
                Unpivot("tally_unit", "unit_id || ' ' || field", "day")),
            ("tally_unit_month",
                $"select k, day / 100, measure, sum(value) from ({Unpivot("tally_unit", "unit_id || ' ' || field", "day")}) group by 1, 2, 3 having sum(value) <> 0",
                Unpivot("tally_unit_month", "unit_id || ' ' || field", "month")),
            ("tally_late_days",
                "select slice_id, day, basis, days || ' ' || finishes from temp.late_mark",
                "select slice_id, day, basis, days || ' ' || finishes from main.tally_late_days where finishes <> 0"),
        };
        for (var i = 0; i < checks.Length; i++)
        {
            progress?.Report(new VerificationProgress("tallies", i, checks.Length));
            if (Compare(connection, transaction, checks[i]) is { } difference)
            {
                return difference;
            }
        }

        progress?.Report(new VerificationProgress("tallies", checks.Length, checks.Length));
        return CheckWorkingDays(connection, transaction);
    }

    private static Difference? Compare(SqliteConnection connection, SqliteTransaction transaction, (string Table, string Expected, string Stored) check)
    {
        foreach (var (these, others, missing) in new[] { (check.Expected, check.Stored, true), (check.Stored, check.Expected, false) })
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"select * from ({these}) except select * from ({others}) limit 1";
            using var row = command.ExecuteReader();
            if (!row.Read())
            {
                continue;
            }

            var (key, day, third, value) = (Value(row, 0), Value(row, 1), row.GetInt32(2), Value(row, 3));
            var what = check.Table == "tally_late_days" ? (third == 0 ? "current" : "promised") : Measures.All[third].ColumnName();
            return new Difference(
                "tallies",
                $"{check.Table} {key}, {day}, {what}: {(missing ? $"the log gives {value}, which is not stored" : $"{value} is stored, which the log does not give")}.",
                Dossier: check.Table is "tally" or "tally_late_days" ? DossierOf(connection, transaction, key, day) : null);
        }

        return null;
    }

    // One that has something to do with that day and slice: where to begin to look.
    private static string? DossierOf(SqliteConnection connection, SqliteTransaction transaction, string slice, string day) =>
        connection.ExecuteScalar<string?>(
            "select d.code from stretch s join dossier d on d.id = s.dossier_id where s.slice_id = @slice and @day in (local_day(s.started), local_day(s.ended), local_day(s.overdue_current), local_day(s.overdue_promised)) limit 1",
            new { slice = long.Parse(slice, CultureInfo.InvariantCulture), day = long.Parse(day, CultureInfo.InvariantCulture) },
            transaction);

    private Difference? CheckWorkingDays(SqliteConnection connection, SqliteTransaction transaction)
    {
        var versions = rulebook.Timeline.Versions;
        var (version, ordinal, last) = (-1L, 0L, 0L);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SqlScripts.Get("Verification/list-working-days");
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var (of, day, stored) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
            if (of != version)
            {
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

        return version + 1 == versions.Count ? null : new Difference("calendar", "The sequence of working days of a calendar is missing.");
    }

    private static string Value(SqliteDataReader row, int index) => Convert.ToString(row.GetValue(index), CultureInfo.InvariantCulture)!;

    private static string Unpivot(string table, string key, string time) => string.Join(" union all ", Measures.All.Select(measure =>
        $"select {key} as k, {time} as day, {(int)measure} as measure, {measure.ColumnName()} as value from main.{table} where {measure.ColumnName()} <> 0"));

    private static string Sum(string rows, string key, string time) =>
        $"select {key}, {time}, t.measure, sum(t.value) from ({rows}) t join main.slice s on s.id = t.k group by 1, 2, 3 having sum(t.value) <> 0";

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

    private static long? LocalDay(long milliseconds, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone);
        return (local.Year * 10000) + (local.Month * 100) + local.Day;
    }
}

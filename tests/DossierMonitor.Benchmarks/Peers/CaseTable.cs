using System.Data.Common;
using DossierMonitor.Benchmarks.Loads;
using DossierMonitor.Benchmarks.Measuring;
using DossierMonitor.Benchmarks.Service;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DuckDB.NET.Data;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Benchmarks.Peers;

/// <summary>
/// What somebody would have without tallies: one wide row per dossier (per cycle, since a reopened dossier is finished twice),
/// and GROUP BY over it; in SQLite and in DuckDB. The verdicts in it are the service's, taken from its database.
/// </summary>
internal static class CaseTable
{
    private const string Create = """
        create table dossier_case (
            code text not null, cycle integer not null, unit text not null, kind text not null, procedure text not null, field text not null,
            channel integer not null, received_at bigint not null, ended_at bigint, exit integer not null, due_at bigint, verdict integer,
            days_late integer)
        """;

    private const string Fill = """
        insert into dossier_case
        select d.code, s.cycle, u.code, k.kind, sl.procedure, sl.field, sl.channel, s.cycle_start, s.ended, s.exit,
            coalesce(s.judged_due_current, s.due_current), s.verdict_current, s.days_late_current
        from service.stretch s
        join service.dossier d on d.id = s.dossier_id
        join service.slice sl on sl.id = s.slice_id
        join service.unit_ref u on u.id = sl.unit_id
        join temp.unit_kind k on k.unit = u.code
        where s.entry <> $notAccepted
            and not exists (select 1 from service.stretch later where later.dossier_id = s.dossier_id and later.cycle = s.cycle and later.n > s.n)
        """;

    private static readonly string Figures = $"""
        select unit,
            count(*) filter (where received_at >= $first and received_at < $after) as received,
            count(*) filter (where {Finished}) as finished,
            count(*) filter (where {Finished} and verdict = {(int)Verdict.Early}) as early,
            count(*) filter (where {Finished} and verdict = {(int)Verdict.OnTime}) as on_time,
            count(*) filter (where {Finished} and verdict = {(int)Verdict.Late}) as late,
            sum(days_late) filter (where {Finished} and verdict = {(int)Verdict.Late}) as days_late,
            count(*) filter (where {Ended(StretchExit.Withdrawn)}) as withdrawn,
            count(*) filter (where {Ended(StretchExit.Refused)}) as refused,
            count(*) filter (where {Ended(StretchExit.Stopped)}) as stopped,
            count(*) filter (where received_at < $first and (ended_at is null or ended_at >= $first)) as carried_over,
            count(*) filter (where received_at < $after and (ended_at is null or ended_at >= $after)) as still_open,
            count(*) filter (where received_at < $after and (ended_at is null or ended_at >= $after) and due_at < $after) as overdue
        from dossier_case
        where kind = 'branch'
        group by unit
        order by unit
        """;

    private static string Finished => Ended(StretchExit.Finished);

    /// <summary>Both files, made from a service's database when they are not there.</summary>
    public static (string Sqlite, string Duck) Export(LoadSettings settings, string database)
    {
        var sqlite = Path.ChangeExtension(database, ".cases.sqlite");
        var duck = Path.ChangeExtension(database, ".cases.duckdb");
        if (!File.Exists(sqlite) || settings.Fresh)
        {
            LoadSettings.Say($"Exporting {Path.GetFileName(sqlite)}");
            ToSqlite(database, sqlite + ".part");
            File.Move(sqlite + ".part", sqlite, overwrite: true);
            File.Delete(duck);
        }

        if (!File.Exists(duck))
        {
            LoadSettings.Say($"Exporting {Path.GetFileName(duck)}");
            File.Delete(duck + ".part");
            ToDuck(sqlite, duck + ".part");
            File.Move(duck + ".part", duck);
        }

        return (sqlite, duck);
    }

    /// <summary>Both read only; SQLite with the page cache of the service's writer, which is more than its readers have.</summary>
    public static (DbConnection Sqlite, DbConnection Duck) Open(string sqliteFile, string duckFile)
    {
        var sqlite = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqliteFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        sqlite.Open();
        Run(sqlite, "pragma cache_size = -131072");
        var duck = new DuckDBConnection($"Data Source={duckFile};ACCESS_MODE=READ_ONLY");
        duck.Open();
        return (sqlite, duck);
    }

    /// <returns>Finished and late by unit; the other columns are read too.</returns>
    public static Dictionary<string, (long Finished, long Late)> Query(DbConnection connection, Window window)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Figures;
        Add(command, "first", window.FirstMillisecond);
        Add(command, "after", window.MillisecondAfter);
        using var rows = command.ExecuteReader();
        var figures = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        var cells = new object[rows.FieldCount];
        while (rows.Read())
        {
            rows.GetValues(cells);
            figures.Add((string)cells[0], ((long)cells[2], (long)cells[5]));
        }

        return figures;
    }

    private static string Ended(StretchExit exit) => $"ended_at >= $first and ended_at < $after and exit = {(int)exit}";

    // Microsoft.Data.Sqlite wants the sign in the name, DuckDB does not.
    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = command is SqliteCommand ? "$" + name : name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static void ToSqlite(string database, string path)
    {
        PreparedDatabases.Delete(path);
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        Run(connection, "pragma journal_mode = off");
        Run(connection, "pragma synchronous = off");
        Run(connection, "attach database $database as service", ("database", database));
        Run(connection, "create temp table unit_kind (unit text primary key, kind text not null)");
        foreach (var unit in Province.Reference.Units.All.GroupBy(unit => unit.Code, StringComparer.Ordinal))
        {
            Run(connection, "insert into temp.unit_kind values ($unit, $kind)", ("unit", unit.Key), ("kind", unit.First().Kind.ToString().ToLowerInvariant()));
        }

        Run(connection, Create);
        Run(connection, Fill, ("notAccepted", (int)StretchEntry.NotAccepted));
        Run(connection, "analyze");
    }

    private static void ToDuck(string sqlite, string path)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqlite, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        source.Open();
        using var target = new DuckDBConnection($"Data Source={path}");
        target.Open();
        Run(target, Create);
        using var read = source.CreateCommand();
        read.CommandText = "select * from dossier_case";
        using var rows = read.ExecuteReader();
        using var appender = target.CreateAppender("dossier_case");
        while (rows.Read())
        {
            var row = appender.CreateRow();
            row.AppendValue(rows.GetString(0)).AppendValue(rows.GetInt32(1)).AppendValue(rows.GetString(2)).AppendValue(rows.GetString(3))
                .AppendValue(rows.GetString(4)).AppendValue(rows.GetString(5)).AppendValue(rows.GetInt32(6)).AppendValue(rows.GetInt64(7))
                .AppendValue(Long(rows, 8)).AppendValue(rows.GetInt32(9)).AppendValue(Long(rows, 10)).AppendValue((int?)Long(rows, 11))
                .AppendValue((int?)Long(rows, 12)).EndRow();
        }
    }

    private static long? Long(SqliteDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetInt64(column);

    private static void Run(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            Add(command, name, value);
        }

        command.ExecuteNonQuery();
    }
}

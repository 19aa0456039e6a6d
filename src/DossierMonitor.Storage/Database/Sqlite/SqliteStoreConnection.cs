using System.Data.Common;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Tallies;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Database.Sqlite;

/// <summary>The engine is in the process: a row at a time costs no more than many at once.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection
{
    public SqliteConnection Raw => connection;

    internal override string Engine => "sqlite";

    internal override DbConnection Ado => connection;

    internal override Statement Statement(string sql) => new SqliteStatement(connection, sql);

    internal override Statement Scan(string sql) => Statement(sql);

    internal override Statement Collect(string sql) => Statement(sql);

    internal override bool KeepsEventKeys => true;

    internal override string? CheckIntegrity() => (string?)connection.Scalar("pragma integrity_check(1)") is var result && result == "ok" ? null : result;

    internal override void DefineLocalDay(TimeZoneInfo zone) =>
        connection.CreateFunction("local_day", (long? at) => at is { } milliseconds ? LocalDay(milliseconds, zone) : null, isDeterministic: true);

    internal override IWriterLookups Lookups() => new SqliteLookups(this);

    internal override ITallyRows TallyRows(TallyTableName table) => new SqliteTallyRows(this, table);

    public override void Dispose() => connection.Dispose();

    protected override DbTransaction BeginWriting(Action<Task>? meanwhile) => connection.BeginTransaction(deferred: false);

    protected override DbTransaction BeginReading() => connection.BeginTransaction(deferred: true);

    // Not by the program's own rule for days: this is what they are held against.
    private static long? LocalDay(long milliseconds, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), zone);
        return (local.Year * 10000) + (local.Month * 100) + local.Day;
    }
}

namespace DossierMonitor.Storage.Move;

/// <summary>What a column holds, in either engine.</summary>
internal enum ColumnKind
{
    Number,
    Text,
    Bytes,
}

/// <summary>A table that both engines have, with its columns in one order; the first ones are its key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyColumns">How many columns make its key.</param>
/// <param name="Columns">Names and kinds.</param>
internal sealed record MovedTable(string Name, int KeyColumns, IReadOnlyList<(string Name, ColumnKind Kind)> Columns)
{
    private const string StretchColumns = "dossier_id, n, cycle, cycle_start, slice_id, started, ended, entry, exit, paused, due_current, due_current_day, overdue_current, due_promised, due_promised_day, overdue_promised, due_statutory, finished_at, verdict_current, judged_due_current, days_late_current, calendar_days_late_current, verdict_promised, judged_due_promised, days_late_promised, calendar_days_late_promised, judged_due_statutory";

    /// <summary>The log: only grows, so a move that was interrupted goes on at its end.</summary>
    public static MovedTable Log { get; } = Of(
        "event_log", 1,
        "seq, source_id, event_id:t, digest:b, dossier_id, type, time, recorded, unit:t, procedure:t, field:t, due_at:t, channel, holder:t, step_due_at:t, document:t, target_event_id:t, chain:b");

    /// <summary>Only grows too; the events in its rows are written again from the log at the end.</summary>
    public static MovedTable Dossiers { get; } = Of("dossier", 1, "id, code:t, events:b");

    /// <summary>What is small, or may change: replaced as a whole when everything else is there.</summary>
    public static IReadOnlyList<MovedTable> Rest { get; } =
    [
        Of("source", 1, "id, name:t, head:b, events, last_recorded, greatest_id:t"),
        Of("unit_ref", 1, "id, code:t, valid_from"),
        Of("unit_field", 1, "id, unit_id, field:t"),
        Of("slice", 1, "id, unit_id, procedure:t, field:t, channel"),
        Of("rejection", 1, "id, fingerprint:b, first_at, last_at, times, source:t, event_id:t, event_type:t, subject:t, status:t, reasons:t, event:t"),
        Of("reference_set", 1, "digest:t, loaded_at, files:t, clock:t"),
        Of("closing", 1, "id, name:t, closed_at, last_seq, rulebook:t, summary:t, body:b, digest:b, chain:b"),
        Of("verification", 1, "id, started_at, finished_at, events, dossiers, difference:t"),
        Of("access_key", 1, "prefix:t, digest:b, name:t, source:t, scopes:t, unit:t, created_at, expires_at, revoked_at"),
        Of("signing_secret", 1, "id, source:t, secret:t, created_at, revoked_at"),
        Of("audit", 1, "id, at, actor:t, action:t, subject:t, details:t, chain:b"),
    ];

    /// <summary>What follows from the log: not copied, but computed again and compared.</summary>
    public static IReadOnlyList<MovedTable> Derived { get; } =
    [
        Of("stretch", 2, StretchColumns),
        Of("stretch_day", 3, "day, unit_id, dossier_id"),
        Of("dossier_finding", 3, "dossier_id, finding, since, until"),
        Of("working_day", 2, "version, day, ordinal"),
        .. new[] { "tally_day", "tally_late", "tally_late_month", "tally_unit_day", "tally_unit_late", "tally_unit_late_month" }.Select(name => Of(name, 2, "month, slice_id, counts:b")),
        .. new[] { "tally_month", "tally_unit_month" }.Select(name => Of(name, 1, "slice_id, counts:b")),
    ];

    public string Select(string? where = null) =>
        $"select {Names} from {Name}{(where is null ? "" : " where " + where)} order by {string.Join(", ", Columns.Take(KeyColumns).Select(column => column.Name))}";

    public string Insert => $"insert into {Name} ({Names}) values ({string.Join(", ", Columns.Select((_, i) => $"@p{i}"))})";

    private string Names => string.Join(", ", Columns.Select(column => column.Name));

    private static MovedTable Of(string name, int keyColumns, string columns) => new(name, keyColumns,
        [.. columns.Split(", ").Select(column => column.Split(':') is [var named, var kind] ? (named, kind == "t" ? ColumnKind.Text : ColumnKind.Bytes) : (column, ColumnKind.Number))]);
}

using System.Data.Common;
using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.EventLog;

/// <summary>An event as a row of the log, in the column order of the list scripts.</summary>
internal static class EventRow
{
    public static DossierEvent Read(DbDataReader row, string code) => new()
    {
        Code = code,
        Type = (DossierEventType)row.GetInt32(0),
        Time = new Instant(row.GetInt64(1)),
        Recorded = new Instant(row.GetInt64(2)),
        Id = row.GetString(3),
        Source = row.GetString(4),
        Unit = Text(row, 5),
        Procedure = Text(row, 6),
        Field = Text(row, 7),
        DueAt = Date(Text(row, 8)),
        Channel = row.IsDBNull(9) ? null : (Channel)row.GetInt32(9),
        Holder = Text(row, 10),
        StepDueAt = Date(Text(row, 11)),
        Document = Text(row, 12),
        EventId = Text(row, 13),
    };

    /// <param name="list">The prepared script EventLog/list-of-dossier.</param>
    /// <param name="dossierId">Whose events.</param>
    /// <param name="code">Its code.</param>
    /// <param name="known">Only those within this bound.</param>
    public static List<DossierEvent> ReadAll(PreparedStatement list, long dossierId, string code, KnownBy known = default)
    {
        using var rows = list.Set(0, dossierId).Read();
        var events = new List<DossierEvent>();
        while (rows.Read())
        {
            var e = Read(rows, code);
            if (known.Includes(e.Recorded!.Value, rows.GetInt64(14)))
            {
                events.Add(e);
            }
        }

        return events;
    }

    /// <summary>A day as yyyy-MM-dd, an instant as its milliseconds.</summary>
    public static string? Write(AppointedDate? date) => date switch
    {
        null => null,
        { Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { Instant: { } instant } => instant.Milliseconds.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static AppointedDate? Date(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return text.Length == 10 && text[4] == '-'
            ? AppointedDate.On(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            : AppointedDate.At(new Instant(long.Parse(text, CultureInfo.InvariantCulture)));
    }

    private static string? Text(DbDataReader row, int index) => row.IsDBNull(index) ? null : row.GetString(index);
}

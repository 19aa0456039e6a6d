using System.Globalization;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>An event as a row of the log, in the column order of the list scripts.</summary>
internal static class EventRow
{
    /// <param name="row">A row whose columns from <paramref name="first"/> on are those of the list scripts.</param>
    /// <param name="first">The column of the type.</param>
    /// <param name="code">The dossier's; empty where nobody asks.</param>
    public static DossierEvent Read(Statement row, int first, string code = "") => new()
    {
        Code = code,
        Type = (DossierEventType)row.Long(first),
        Time = new Instant(row.Long(first + 1)),
        Recorded = new Instant(row.Long(first + 2)),
        Id = row.Text(first + 3),
        Source = row.Text(first + 4),
        Unit = row.TextOrNull(first + 5),
        Procedure = row.TextOrNull(first + 6),
        Field = row.TextOrNull(first + 7),
        DueAt = Date(row.TextOrNull(first + 8)),
        Channel = (Channel?)row.LongOrNull(first + 9),
        Holder = row.TextOrNull(first + 10),
        StepDueAt = Date(row.TextOrNull(first + 11)),
        Document = row.TextOrNull(first + 12),
        EventId = row.TextOrNull(first + 13),
    };

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
}

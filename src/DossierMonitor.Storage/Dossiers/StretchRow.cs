using System.Data.Common;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>A stretch as a row, in the column order of the scripts.</summary>
internal static class StretchRow
{
    public static Stretch Read(Statement row) => new()
    {
        Cycle = (int)row.Long(0),
        CycleStart = new Instant(row.Long(1)),
        Unit = UnitColumns.Read(row.Text(2), row.Long(3)),
        Procedure = row.Text(4),
        Field = FieldColumn.Read(row.Text(5)),
        Channel = ChannelColumn.Read(row.Long(6)),
        From = new Instant(row.Long(7)),
        To = Instant(row, 8),
        Entry = (StretchEntry)row.Long(9),
        Exit = (StretchExit)row.Long(10),
        Paused = row.Long(11) != 0,
        Current = new DueInStretch(Instant(row, 12), Instant(row, 13)),
        Promised = new DueInStretch(Instant(row, 14), Instant(row, 15)),
        StatutoryDue = Instant(row, 16),
        FinishedAt = Instant(row, 17),
        CurrentJudgement = Judgement(row, 18),
        PromisedJudgement = Judgement(row, 22),
        StatutoryDueAtFinish = Instant(row, 26),
    };

    /// <param name="row">A row with the slice's number in place of what the slice is.</param>
    /// <param name="slices">What the numbers mean.</param>
    public static Stretch Read(Statement row, IReadOnlyDictionary<long, Slice> slices)
    {
        var slice = slices[row.Long(2)];
        return new Stretch
        {
            Cycle = (int)row.Long(0),
            CycleStart = new Instant(row.Long(1)),
            Unit = slice.Unit,
            Procedure = slice.Procedure,
            Field = slice.Field,
            Channel = slice.Channel,
            From = new Instant(row.Long(3)),
            To = Instant(row, 4),
            Entry = (StretchEntry)row.Long(5),
            Exit = (StretchExit)row.Long(6),
            Paused = row.Long(7) != 0,
            Current = new DueInStretch(Instant(row, 8), Instant(row, 9)),
            Promised = new DueInStretch(Instant(row, 10), Instant(row, 11)),
            StatutoryDue = Instant(row, 12),
            FinishedAt = Instant(row, 13),
            CurrentJudgement = Judgement(row, 14),
            PromisedJudgement = Judgement(row, 18),
            StatutoryDueAtFinish = Instant(row, 22),
        };
    }

    public static void Write(Statement statement, long dossierId, int n, Stretch stretch, long sliceId, LocalDays days) => statement
        .Set(0, dossierId)
        .Set(1, n)
        .Set(2, stretch.Cycle)
        .Set(3, stretch.CycleStart.Milliseconds)
        .Set(4, sliceId)
        .Set(5, stretch.From.Milliseconds)
        .Set(6, stretch.To?.Milliseconds)
        .Set(7, (int)stretch.Entry)
        .Set(8, (int)stretch.Exit)
        .Set(9, stretch.Paused ? 1 : 0)
        .Set(10, stretch.Current.Due?.Milliseconds)
        .Set(11, Day(stretch.Current.Due, days))
        .Set(12, stretch.Current.OverdueFrom?.Milliseconds)
        .Set(13, stretch.Promised.Due?.Milliseconds)
        .Set(14, Day(stretch.Promised.Due, days))
        .Set(15, stretch.Promised.OverdueFrom?.Milliseconds)
        .Set(16, stretch.StatutoryDue?.Milliseconds)
        .Set(17, stretch.FinishedAt?.Milliseconds)
        .Set(18, (long?)stretch.CurrentJudgement?.Verdict)
        .Set(19, stretch.CurrentJudgement?.Due?.Milliseconds)
        .Set(20, stretch.CurrentJudgement?.DaysLate)
        .Set(21, stretch.CurrentJudgement?.CalendarDaysLate)
        .Set(22, (long?)stretch.PromisedJudgement?.Verdict)
        .Set(23, stretch.PromisedJudgement?.Due?.Milliseconds)
        .Set(24, stretch.PromisedJudgement?.DaysLate)
        .Set(25, stretch.PromisedJudgement?.CalendarDaysLate)
        .Set(26, stretch.StatutoryDueAtFinish?.Milliseconds)
        .Run();

    private static Judgement? Judgement(Statement row, int start) => row.IsNull(start)
        ? null
        : new Judgement((Verdict)row.Long(start), Instant(row, start + 1), (int?)row.LongOrNull(start + 2), (int?)row.LongOrNull(start + 3));

    private static Instant? Instant(Statement row, int column) => row.LongOrNull(column) is { } at ? new Instant(at) : null;

    private static int? Day(Instant? due, LocalDays days) => due is { } date ? LocalDayNumber.Of(days.DateOf(date)) : null;
}

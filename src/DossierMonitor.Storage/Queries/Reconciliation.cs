using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <summary>How the dossiers of a period stand against one due date, and at once against the other.</summary>
/// <param name="Finished">By verdict (current, promised).</param>
/// <param name="Open">By (current, promised): 0 = in time, 1 = overdue, 2 = no due date.</param>
public sealed record DueDateCross(
    IReadOnlyDictionary<(Verdict Current, Verdict Promised), long> Finished, IReadOnlyDictionary<(int Current, int Promised), long> Open)
{
    public long LateOnlyByPromised => Finished.Where(pair => pair.Key.Promised == Verdict.Late && pair.Key.Current != Verdict.Late).Sum(pair => pair.Value);

    public long LateOnlyByCurrent => Finished.Where(pair => pair.Key.Current == Verdict.Late && pair.Key.Promised != Verdict.Late).Sum(pair => pair.Value);

    public long OverdueOnlyByPromised => Open.Where(pair => pair.Key is { Promised: 1, Current: not 1 }).Sum(pair => pair.Value);

    public long OverdueOnlyByCurrent => Open.Where(pair => pair.Key is { Current: 1, Promised: not 1 }).Sum(pair => pair.Value);
}

/// <summary>
/// The two due dates side by side. The tallies know each date's sums but not which dossiers are late by one and in time by the
/// other, so this counts the stretches of the period.
/// </summary>
public static class ReconciliationQuery
{
    public static DueDateCross Run(Snapshot snapshot, Period period, FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var days = snapshot.Rulebook.Clock.Days;
        var units = FigureParts.Units(snapshot);
        var scope = new UnitScope(snapshot.Rulebook.Rules.Units, branchesAsked: false, filter);
        var finished = new Dictionary<(Verdict, Verdict), long>();
        var open = new Dictionary<(int, int), long>();
        using (var command = snapshot.Command(
            snapshot.Sql("Queries/cross-finished"),
            ("@opening", period.Opening(days).Milliseconds), ("@cut", period.Cut(days).Milliseconds), ("@finished", (int)StretchExit.Finished)))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                if (Takes(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3)))
                {
                    var key = ((Verdict)rows.GetInt32(4), (Verdict)rows.GetInt32(5));
                    finished[key] = finished.GetValueOrDefault(key) + rows.GetInt64(6);
                }
            }
        }

        using (var command = snapshot.Command(
            snapshot.Sql("Queries/cross-open"), ("@cut", period.Cut(days).Milliseconds), ("@notAccepted", (int)StretchEntry.NotAccepted)))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                if (Takes(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3)))
                {
                    var key = (rows.GetInt32(4), rows.GetInt32(5));
                    open[key] = open.GetValueOrDefault(key) + rows.GetInt64(6);
                }
            }
        }

        return new DueDateCross(finished, open);

        bool Takes(long unit, string procedure, string field, long channel) =>
            scope.Takes(units[unit])
            && FigureQuery.TakesSlice(new Slice(units[unit], procedure, FieldColumn.Read(field), ChannelColumn.Read(channel)), filter);
    }
}

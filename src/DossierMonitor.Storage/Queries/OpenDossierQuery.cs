using Dapper;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <param name="Row">As on-time figures have it.</param>
/// <param name="Counts">Its open dossiers in each part that was asked for.</param>
public sealed record OpenRow(FigureRow Row, IReadOnlyList<long> Counts);

/// <param name="Tally">The sum of the rows.</param>
/// <param name="Counts">The sum of theirs.</param>
public sealed record OpenFigures(Tally Tally, IReadOnlyList<long> Counts, IReadOnlyList<OpenRow> Rows);

/// <summary>
/// Open dossiers by their due day. The tallies know how many are overdue but not since when, so this counts the stretches, by the
/// conditions that their lists have; the rows are those of on-time figures.
/// </summary>
public static class OpenDossierQuery
{
    /// <summary>Overdue dossiers by <see cref="AgeBand.All"/>.</summary>
    public static OpenFigures Ageing(Snapshot snapshot, Period period, Breakdown by, FigureFilter filter, RateDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var cut = period.Cut(snapshot.Rulebook.Clock.Days);
        var (rule, today) = (snapshot.Rulebook.OnTimeAt(cut), snapshot.Rulebook.Clock.Days.DateOf(cut));
        return Run(
            snapshot,
            new DossierListQuery { State = ListState.Overdue, Period = period, Row = new RowSelection(by, null), Filter = filter, Definition = definition, Sort = ListSort.Code },
            AgeBand.All.Count,
            (counts, due, dossiers) => counts[AgeBand.IndexOf(rule.DaysLate(due, today))] += dossiers);
    }

    /// <summary>Dossiers that are due within <see cref="DueSoonRule.Horizons"/>; each part has those of the parts before it.</summary>
    public static OpenFigures DueSoon(Snapshot snapshot, Period period, Breakdown by, FigureFilter filter, RateDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(period);
        var cut = period.Cut(snapshot.Rulebook.Clock.Days);
        var (calendar, today) = (snapshot.Rulebook.CalendarAt(cut), snapshot.Rulebook.Clock.Days.DateOf(cut));
        DateOnly[] last = [.. DueSoonRule.Horizons.Select(within => DueSoonRule.LastDay(calendar, today, within))];
        return Run(
            snapshot,
            new DossierListQuery { State = ListState.DueSoon, Period = period, Row = new RowSelection(by, null), Filter = filter, Definition = definition, Within = DueSoonRule.Horizons[^1] },
            last.Length,
            (counts, due, dossiers) =>
            {
                for (var i = 0; i < last.Length; i++)
                {
                    counts[i] += due <= last[i] ? dossiers : 0;
                }
            });
    }

    private static OpenFigures Run(Snapshot snapshot, DossierListQuery query, int parts, Action<long[], DateOnly, long> add)
    {
        var (by, period, filter) = (query.Row!.By, query.Period, query.Filter);
        var figures = FigureQuery.Run(snapshot, FigureQuery.Load(snapshot, period, by, filter, withLateDays: false), period, by, filter);
        var counts = figures.Rows.ToDictionary(row => row.RowKey, _ => new long[parts]);
        var total = new long[parts];
        var keys = new RowKeys(snapshot.Rulebook.Rules, by, filter);
        foreach (var (slice, due, dossiers) in DueDays(snapshot, query))
        {
            add(counts[keys.Of(slice)!.Value], due, dossiers);
            add(total, due, dossiers);
        }

        return new OpenFigures(figures.Total, total, [.. figures.Rows.Select(row => new OpenRow(row, counts[row.RowKey]))]);
    }

    private static IEnumerable<(Slice Slice, DateOnly Due, long Dossiers)> DueDays(Snapshot snapshot, DossierListQuery query)
    {
        var (sql, parameters) = Statement(snapshot, query);
        var codes = FigureParts.Units(snapshot);
        return snapshot.Connection.Query(sql, parameters).Select(row => (
            new Slice(codes[(long)row.unit_id], (string)row.procedure, FieldColumn.Read((string)row.field), ChannelColumn.Read((long)row.channel)),
            LocalDayNumber.ToDate((long)row.due_day),
            (long)row.dossiers));
    }

    internal static (string Sql, DynamicParameters Parameters) Statement(Snapshot snapshot, DossierListQuery query)
    {
        var (where, units, parameters) = ListConditions.Of(snapshot, query, query.Period.Cut(snapshot.Rulebook.Clock.Days));
        var candidates = ListCandidates.Of(snapshot, query, units, where, parameters);
        var sql = snapshot.Connection.Script(candidates.Dossiers is null ? "Queries/count-due-days" : "Queries/count-due-days-of-candidates")
            .Replace("{candidates}", candidates.Dossiers, StringComparison.Ordinal)
            .Replace("{day}", $"s.due_{ListConditions.NameOf(query.Basis)}_day", StringComparison.Ordinal)
            .Replace("{where}", string.Join("\n  and ", where), StringComparison.Ordinal);
        return (Overlay.Rewrite(sql, snapshot.Overlay is not null), parameters);
    }
}

using System.Globalization;
using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// Lists of dossiers. Which ones, is read from the stretches with the same bounds that the marks have, so that a list has
/// as many items as its number says. What each one is, is folded from its events as of the cut.
/// </summary>
public static class DossierListReader
{
    private const string NullsLast = "9223372036854775807";

    public static DossierListPage Run(Snapshot snapshot, DossierListQuery query)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(query);
        if (MonthOf(query) is { } month)
        {
            query = query with { Period = month };
        }

        var cut = query.Period.Cut(snapshot.Rulebook.Clock.Days);
        var (sql, parameters) = Statement(snapshot, query, cut);
        var rows = snapshot.Connection.Query(sql, parameters)
            .Select(row => (DossierId: (long)row.dossier_id, N: (int)(long)row.n, Code: (string)row.code, Key: (object)row.sort_key))
            .ToList();
        return Page(snapshot, query, cut, rows);
    }

    internal static (string Sql, DynamicParameters Parameters) Statement(Snapshot snapshot, DossierListQuery query, Instant cut)
    {
        var (where, units, parameters) = ListConditions.Of(snapshot, query, cut);
        parameters.Add("limit", query.Limit + 1);
        var sort = SortKey(query.Sort, query.Descending, ListConditions.NameOf(query.Basis));
        if (query.After is { } after)
        {
            var comparison = query.Descending ? "<" : ">";
            where.Add($"({sort} {comparison} @afterKey or ({sort} = @afterKey and (d.code > @afterCode or (d.code = @afterCode and (s.cycle > @afterCycle or (s.cycle = @afterCycle and s.n > @afterN))))))");
            if (query.Sort == ListSort.Code)
            {
                parameters.Add("afterKey", after.SortKey);
            }
            else
            {
                parameters.Add("afterKey", long.Parse(after.SortKey, CultureInfo.InvariantCulture));
            }

            parameters.Add("afterCode", after.Code);
            parameters.Add("afterCycle", after.Cycle);
            parameters.Add("afterN", after.N);
        }

        // Last, since they are made of all the others.
        var candidates = ListCandidates.Of(snapshot, query, units, where, parameters);
        if (candidates.Condition is { } condition)
        {
            where.Add(condition);
        }

        var sql = snapshot.Connection.Script(candidates.Dossiers is null ? "Queries/list-stretches" : "Queries/list-stretches-of-candidates")
            .Replace("{candidates}", candidates.Dossiers, StringComparison.Ordinal)
            .Replace("{sort}", sort, StringComparison.Ordinal)
            .Replace("{where}", string.Join("\n  and ", where), StringComparison.Ordinal)
            .Replace("{direction}", query.Descending ? "desc" : "asc", StringComparison.Ordinal);
        return (Overlay.Rewrite(sql, snapshot.Overlay is not null), parameters);
    }

    // A row of months is the period's part in that month.
    private static Period? MonthOf(DossierListQuery query)
    {
        if (query.Row is not { By: Breakdown.Month, Key: { } key })
        {
            return null;
        }

        var first = DateOnly.ParseExact(key + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var last = first.AddMonths(1).AddDays(-1);
        var (from, to) = (query.Period.From > first ? query.Period.From : first, query.Period.To < last ? query.Period.To : last);
        return from <= to ? new Period(from, to, query.Period.AsOf) : throw new ArgumentException("The month lies outside of the period.", nameof(query));
    }

    private static DossierListPage Page(
        Snapshot snapshot, DossierListQuery query, Instant cut, List<(long DossierId, int N, string Code, object Key)> rows)
    {
        var more = rows.Count > query.Limit;
        if (more)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        var histories = new Dictionary<long, DossierHistory>();
        using var stored = new StoredEvents(snapshot);
        var items = new List<DossierOccurrence>(rows.Count);
        foreach (var row in rows)
        {
            if (!histories.TryGetValue(row.DossierId, out var history))
            {
                histories[row.DossierId] = history = snapshot.Rulebook.Fold(row.Code, stored.Of(row.DossierId, row.Code), cut);
            }

            var occurrence = history.Stretches[row.N];
            var latest = history.Stretches.Last(stretch => stretch.Cycle == occurrence.Cycle);
            items.Add(new DossierOccurrence(history, occurrence, latest, cut, query.Basis));
        }

        if (!more)
        {
            return new DossierListPage(items, null);
        }

        var last = rows[^1];
        return new DossierListPage(items, new ListPosition(
            Convert.ToString(last.Key, CultureInfo.InvariantCulture)!, last.Code, items[^1].Occurrence.Cycle, last.N));
    }

    private static string SortKey(ListSort sort, bool descending, string basis)
    {
        var last = descending ? "-" + NullsLast : NullsLast;
        return sort switch
        {
            ListSort.DaysLate => ListConditions.DaysLate(basis),
            ListSort.DueAt => $"coalesce(case when s.ended <= @cut then s.judged_due_{basis} end, s.due_{basis}, {last})",
            ListSort.ReceivedAt => "s.cycle_start",
            ListSort.FinishedAt => $"coalesce(case when s.ended <= @cut then s.finished_at end, {last})",
            _ => "d.code",
        };
    }
}

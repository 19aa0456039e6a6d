using System.Globalization;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// Conditions that follow from what a list asks for anyway, and that an index answers: which dossiers can be on it at all. Without
/// them a list would look at every dossier there ever was.
/// </summary>
internal static class ListCandidates
{
    // With more candidates than that, going through all stretches in order costs no more.
    private const int Limit = 100_000;

    /// <param name="snapshot">The database.</param>
    /// <param name="query">The list.</param>
    /// <param name="where">Its conditions so far.</param>
    /// <param name="parameters">Of those conditions; new ones are added.</param>
    public static IReadOnlyList<string> Of(Snapshot snapshot, DossierListQuery query, IReadOnlyList<string> where, DynamicParameters parameters)
    {
        switch (query.State)
        {
            case ListState.Received or ListState.Reopened or ListState.TransferredIn or ListState.NotAccepted:
                return Begun(snapshot, query, parameters);
            case ListState.Overdue when query is { Basis: DueDateBasis.Current, Sort: ListSort.DaysLate, Descending: true } && snapshot.Overlay is null:
                return Latest(snapshot, query, where, parameters);
            case ListState.Open or ListState.Overdue or ListState.Paused or ListState.OpenNoDueDate or ListState.DueSoon or ListState.OpenInTime
                or ListState.OverdueOnlyByCurrent or ListState.OverdueOnlyByPromised:
                return Open(snapshot, query, "");
            default:
                return [];
        }
    }

    private static IReadOnlyList<string> Begun(Snapshot snapshot, DossierListQuery query, DynamicParameters parameters)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var (first, last) = (LocalDayNumber.Of(query.Period.From), LocalDayNumber.Of(days.DateOf(query.Period.Cut(days))));
        if (!Few(snapshot, "select 1 from main.stretch_day where day between @first and @last", ("@first", first), ("@last", last)))
        {
            return [];
        }

        parameters.Add("firstDay", first);
        parameters.Add("lastDay", last);
        return [$"s.dossier_id in (select dossier_id from main.stretch_day where day between @firstDay and @lastDay{Touched(snapshot)})"];
    }

    private static IReadOnlyList<string> Open(Snapshot snapshot, DossierListQuery query, string due)
    {
        var cut = query.Period.Cut(snapshot.Rulebook.Clock.Days).Milliseconds;
        return Few(snapshot, "select 1 from main.stretch where ended > @cut", ("@cut", cut))
            ? [$"s.dossier_id in (select dossier_id from main.stretch where ended is null{due} union select dossier_id from main.stretch where ended > @cut{Touched(snapshot)})"]
            : [];
    }

    /// <summary>
    /// The latest first: the index has the open dossiers by their due day, and whoever was due earlier is later. So the day that
    /// fills the page bounds what has to be sorted.
    /// </summary>
    private static List<string> Latest(Snapshot snapshot, DossierListQuery query, IReadOnlyList<string> where, DynamicParameters parameters)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var cutDay = days.DateOf(query.Period.Cut(days));
        var calendar = snapshot.Rulebook.CalendarAt(query.Period.Cut(days));
        var beginning = new DateOnly(1980, 1, 1);
        var cutOrdinal = calendar.WorkingDaysBetween(beginning, cutDay);
        var first = beginning;
        if (query.After is { } after)
        {
            // The first day on which a dossier can have been due that is no later than the one where the page before ended.
            first = FirstWith(cutOrdinal - int.Parse(after.SortKey, CultureInfo.InvariantCulture));
        }

        parameters.Add("firstDue", LocalDayNumber.Of(first));
        var sql = SqlScripts.Get("Queries/nth-due-day").Replace("{where}", string.Join("\n  and ", where), StringComparison.Ordinal);
        var nth = snapshot.Connection.ExecuteScalar<long?>(Overlay.Rewrite(sql, known: false), parameters, snapshot.Transaction);
        var last = cutDay;
        if (nth is { } day)
        {
            // Days off count for the working day before them.
            var ordinal = calendar.WorkingDaysBetween(beginning, LocalDayNumber.ToDate(day));
            last = cutOrdinal - ordinal <= 1 ? cutDay : FirstWith(ordinal + 1).AddDays(-1);
        }

        parameters.Add("lastDue", LocalDayNumber.Of(last));
        return [.. Open(snapshot, query, " and due_current_day between @firstDue and @lastDue"), "s.due_current_day between @firstDue and @lastDue"];

        DateOnly FirstWith(int ordinal)
        {
            var (low, high) = (beginning.DayNumber, cutDay.DayNumber);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (calendar.WorkingDaysBetween(beginning, DateOnly.FromDayNumber(middle)) >= ordinal)
                {
                    high = middle;
                }
                else
                {
                    low = middle + 1;
                }
            }

            return DateOnly.FromDayNumber(low);
        }
    }

    // Dossiers that are known otherwise than they are stored have no place in the indexes.
    private static string Touched(Snapshot snapshot) => snapshot.Overlay is null ? "" : " union select id from temp.touched";

    private static bool Few(Snapshot snapshot, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = snapshot.Command($"select count(*) from ({sql} limit {Limit + 1})", parameters);
        return (long)command.ExecuteScalar()! <= Limit;
    }
}

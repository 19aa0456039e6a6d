using System.Globalization;
using Dapper;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Storage.Queries;

/// <summary>
/// Which dossiers can be on a list at all: it follows from what the list asks for anyway, and an index answers it. Without it a list
/// would look at every dossier there ever was.
/// </summary>
/// <param name="Dossiers">A query of the candidates' ids, each once; null = any dossier.</param>
/// <param name="Condition">What else holds for every stretch on the list; null = nothing.</param>
internal sealed record ListCandidates(string? Dossiers, string? Condition)
{
    // With more candidates than that, going through all stretches in order costs no more.
    private const int Limit = 100_000;

    // With more places in the index than that, a search for each costs more than it saves.
    private const int MaxSearches = 20_000;

    /// <param name="snapshot">The database.</param>
    /// <param name="query">The list.</param>
    /// <param name="units">The units it is about; null = all.</param>
    /// <param name="where">Its conditions so far.</param>
    /// <param name="parameters">Of those conditions; new ones are added.</param>
    public static ListCandidates Of(
        Snapshot snapshot, DossierListQuery query, IReadOnlyCollection<long>? units, IReadOnlyList<string> where, DynamicParameters parameters)
    {
        switch (query.State)
        {
            case ListState.Received or ListState.Reopened or ListState.TransferredIn or ListState.NotAccepted
                or ListState.Finished or ListState.Early or ListState.OnTime or ListState.Late or ListState.NoDueDate
                or ListState.LateOnlyByCurrent or ListState.LateOnlyByPromised
                or ListState.TransferredOut or ListState.Withdrawn or ListState.Refused or ListState.Stopped:
                return new ListCandidates(Moved(snapshot, query, units, parameters), null);
            case ListState.Overdue when query is { Basis: DueDateBasis.Current, Sort: ListSort.DaysLate, Descending: true } && snapshot.Overlay is null:
                return Latest(snapshot, query, where, parameters);
            case ListState.Overdue or ListState.DueSoon when query.Basis == DueDateBasis.Current:
                return new ListCandidates(OpenAndDue(snapshot, query, parameters), null);
            case ListState.Open or ListState.Overdue or ListState.Paused or ListState.OpenNoDueDate or ListState.DueSoon or ListState.OpenInTime
                or ListState.OverdueOnlyByCurrent or ListState.OverdueOnlyByPromised:
                return new ListCandidates(Open(snapshot, query, ""), null);
            default:
                return new ListCandidates(null, null);
        }
    }

    // What came or left within the period did so on one of its days.
    private static string? Moved(Snapshot snapshot, DossierListQuery query, IReadOnlyCollection<long>? units, DynamicParameters parameters)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var (from, through) = (query.Period.From, days.DateOf(query.Period.Cut(days)));
        var (first, last) = (LocalDayNumber.Of(from), LocalDayNumber.Of(through));
        var ofUnits = units is not null && (through.DayNumber - from.DayNumber + 1L) * units.Count <= MaxSearches;
        if (!ofUnits && !Few(snapshot, "select 1 from main.stretch_day where day between @first and @last", ("@first", first), ("@last", last)))
        {
            return null;
        }

        parameters.Add("firstDay", first);
        parameters.Add("lastDay", last);
        return Distinct(snapshot, ofUnits
            ? $"select sd.dossier_id from main.working_day w cross join main.stretch_day sd on sd.day = w.day where w.version = @calendar and w.day between @firstDay and @lastDay and sd.unit_id in ({ListConditions.Ids(units!)})"
            : "select dossier_id from main.stretch_day where day between @firstDay and @lastDay");
    }

    private static string? Open(Snapshot snapshot, DossierListQuery query, string due)
    {
        var cut = query.Period.Cut(snapshot.Rulebook.Clock.Days).Milliseconds;
        return Few(snapshot, "select 1 from main.stretch where ended > @cut", ("@cut", cut))
            ? Distinct(snapshot, $"select dossier_id from main.stretch where ended is null{due} union all select dossier_id from main.stretch where ended > @cut")
            : null;
    }

    // Whoever is overdue was due by the day of the cut, and whoever will soon be due is due from that day on. A pause moves no
    // date that this could miss: what is overdue since before it keeps its date, and what is paused is not due soon.
    private static string? OpenAndDue(Snapshot snapshot, DossierListQuery query, DynamicParameters parameters)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var cut = query.Period.Cut(days);
        var today = days.DateOf(cut);
        var isSoon = query.State == ListState.DueSoon;
        parameters.Add("firstDue", isSoon ? LocalDayNumber.Of(today) : 0);
        parameters.Add("lastDue", LocalDayNumber.Of(isSoon ? DueSoonRule.LastDay(snapshot.Rulebook.CalendarAt(cut), today, query.Within) : today));
        return Open(snapshot, query, " and due_current_day between @firstDue and @lastDue");
    }

    /// <summary>
    /// The latest first: the index has the open dossiers by their due day, and whoever was due earlier is later. So the day that
    /// fills the page bounds what has to be sorted.
    /// </summary>
    private static ListCandidates Latest(Snapshot snapshot, DossierListQuery query, IReadOnlyList<string> where, DynamicParameters parameters)
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
        var sql = snapshot.Connection.Script("Queries/nth-due-day").Replace("{where}", string.Join("\n  and ", where), StringComparison.Ordinal);
        var nth = snapshot.Connection.ExecuteScalar<long?>(Overlay.Rewrite(sql, known: false), parameters);
        var last = cutDay;
        if (nth is { } day)
        {
            // Days off count for the working day before them.
            var ordinal = calendar.WorkingDaysBetween(beginning, LocalDayNumber.ToDate(day));
            last = cutOrdinal - ordinal <= 1 ? cutDay : FirstWith(ordinal + 1).AddDays(-1);
        }

        parameters.Add("lastDue", LocalDayNumber.Of(last));
        return new ListCandidates(Open(snapshot, query, " and due_current_day between @firstDue and @lastDue"), "s.due_current_day between @firstDue and @lastDue");

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

    // Not by "union": SQLite 3.53 merges its sides in order, and goes through the whole table to have them so. Dossiers that are
    // known otherwise than they are stored have no place in the indexes.
    private static string Distinct(Snapshot snapshot, string candidates) =>
        $"select distinct dossier_id from ({candidates}{(snapshot.Overlay is null ? "" : " union all select id from temp.touched")}) candidate";

    private static bool Few(Snapshot snapshot, string sql, params (string Name, object Value)[] parameters)
    {
        using var command = snapshot.Command($"select count(*) from ({sql} limit {Limit + 1}) few", parameters);
        return (long)command.ExecuteScalar()! <= Limit;
    }
}

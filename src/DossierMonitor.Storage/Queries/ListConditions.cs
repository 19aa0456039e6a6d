using Dapper;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <summary>Which stretches are on a list, with the same bounds that the marks have. What counts the items of a list asks here too.</summary>
internal static class ListConditions
{
    /// <returns>The conditions, the units that the list is about (null = all), and what the conditions name.</returns>
    public static (List<string> Where, List<long>? Units, DynamicParameters Parameters) Of(Snapshot snapshot, DossierListQuery query, Instant cut)
    {
        var rulebook = snapshot.Rulebook;
        var days = rulebook.Clock.Days;
        var parameters = new DynamicParameters();
        parameters.Add("cut", cut.Milliseconds);
        parameters.Add("opening", query.Period.Opening(days).Milliseconds);
        parameters.Add("cutOrdinal", rulebook.CalendarAt(cut).WorkingDaysBetween(new DateOnly(1980, 1, 1), days.DateOf(cut)));
        parameters.Add("calendar", rulebook.Timeline.IndexAt(cut));
        var where = new List<string> { StateCondition(query, NameOf(query.Basis), rulebook, cut, parameters) };
        var units = UnitsOf(snapshot, query);
        if (units is not null)
        {
            where.Add($"sl.unit_id in ({Ids(units)})");
        }

        AddFilters(query, where, parameters);
        return (where, units, parameters);
    }

    /// <summary>Of the due date, as the columns have it.</summary>
    public static string NameOf(DueDateBasis basis) => basis == DueDateBasis.Promised ? "promised" : "current";

    private static string StateCondition(
        DossierListQuery query, string basis, Rulebook rulebook, Instant cut, DynamicParameters parameters)
    {
        var open = $"s.started <= @cut and (s.ended is null or s.ended > @cut) and s.entry <> {(int)StretchEntry.NotAccepted}";
        const string begun = "s.started > @opening and s.started <= @cut";
        const string ended = "s.ended > @opening and s.ended <= @cut";
        var overdue = $"s.overdue_{basis} is not null and s.overdue_{basis} <= @cut";
        var notOverdue = $"(s.overdue_{basis} is null or s.overdue_{basis} > @cut)";
        switch (query.State)
        {
            case ListState.All:
                var latest = "s.started <= @cut and not exists (select 1 from {stretch} t where t.dossier_id = s.dossier_id and t.cycle = s.cycle and t.n > s.n and t.started <= @cut)";
                return query.FromGiven ? $"{latest} and (s.ended is null or s.ended > @opening)" : latest;
            case ListState.Open: return open;
            case ListState.Overdue: return $"{open} and {overdue}";
            case ListState.Paused: return $"{open} and s.paused = 1 and {notOverdue}";
            case ListState.OpenNoDueDate: return $"{open} and s.due_{basis} is null";
            case ListState.DueSoon:
                var days = rulebook.Clock.Days;
                var last = DueSoonRule.LastDay(rulebook.CalendarAt(cut), days.DateOf(cut), query.Within);
                parameters.Add("soon", days.EndOf(last).Milliseconds);
                return $"{open} and s.paused = 0 and {notOverdue} and s.due_{basis} <= @soon";
            case ListState.CarriedOver:
                return $"s.started <= @opening and (s.ended is null or s.ended > @opening) and s.entry <> {(int)StretchEntry.NotAccepted}";
            case ListState.Received: return $"{begun} and s.entry = {(int)StretchEntry.Received}";
            case ListState.Reopened: return $"{begun} and s.entry = {(int)StretchEntry.Reopened}";
            case ListState.TransferredIn: return $"{begun} and s.entry = {(int)StretchEntry.TransferredIn}";
            case ListState.NotAccepted: return $"{begun} and s.entry = {(int)StretchEntry.NotAccepted}";
            case ListState.TransferredOut: return $"{ended} and s.exit = {(int)StretchExit.TransferredOut}";
            case ListState.Withdrawn: return $"{ended} and s.exit = {(int)StretchExit.Withdrawn}";
            case ListState.Refused: return $"{ended} and s.exit = {(int)StretchExit.Refused} and s.entry <> {(int)StretchEntry.NotAccepted}";
            case ListState.Stopped: return $"{ended} and s.exit = {(int)StretchExit.Stopped}";
            case ListState.Finished: return $"{ended} and s.exit = {(int)StretchExit.Finished}";
            case ListState.OpenInTime: return OpenInTime();
            case ListState.InTime:
                return query.Definition.CountsOpenInTime ? $"(({FinishedInTime()}) or ({OpenInTime()}))" : FinishedInTime();
            case ListState.NotInTime:
                return query.Definition.CountsOverdue ? $"(({Judged(Verdict.Late)}) or ({open} and {overdue}))" : Judged(Verdict.Late);
            case ListState.Judged:
                var judged = $"({ended} and s.exit = {(int)StretchExit.Finished} and s.verdict_{basis} <> {(int)Verdict.NoDueDate})";
                return $"({judged}{(query.Definition.CountsOverdue ? $" or ({open} and {overdue})" : "")}{(query.Definition.CountsOpenInTime ? $" or ({OpenInTime()})" : "")})";
            case ListState.LateOnlyByPromised: return Differs("promised", "current");
            case ListState.LateOnlyByCurrent: return Differs("current", "promised");
            case ListState.OverdueOnlyByPromised: return OverdueOnly("promised", "current");
            case ListState.OverdueOnlyByCurrent: return OverdueOnly("current", "promised");
            case ListState.Early: return Judged(Verdict.Early);
            case ListState.OnTime: return Judged(Verdict.OnTime);
            case ListState.Late: return Judged(Verdict.Late);
            case ListState.NoDueDate: return Judged(Verdict.NoDueDate);
            default: throw new ArgumentOutOfRangeException(nameof(query));
        }

        string OpenInTime() => $"{open} and {notOverdue} and s.due_{basis} is not null";

        string FinishedInTime() => $"{ended} and s.exit = {(int)StretchExit.Finished} and s.verdict_{basis} in ({(int)Verdict.Early}, {(int)Verdict.OnTime})";

        string Differs(string late, string inTime) =>
            $"{ended} and s.exit = {(int)StretchExit.Finished} and s.verdict_{late} = {(int)Verdict.Late} and s.verdict_{inTime} <> {(int)Verdict.Late}";

        string OverdueOnly(string late, string inTime) =>
            $"{open} and s.overdue_{late} <= @cut and (s.overdue_{inTime} is null or s.overdue_{inTime} > @cut)";

        string Judged(Verdict verdict) => $"{ended} and s.exit = {(int)StretchExit.Finished} and s.verdict_{basis} = {(int)verdict}";
    }

    /// <summary>Numbers for "in (…)": they are the database's own, so nothing that was sent stands in the text.</summary>
    public static string Ids(IReadOnlyCollection<long> ids) => string.Join(',', ids.DefaultIfEmpty(long.MinValue));

    private static List<long>? UnitsOf(Snapshot snapshot, DossierListQuery query)
    {
        var row = query.Row;
        if (query.Filter.Unit is null && query.Filter.Within is null && row is not { By: Breakdown.District or Breakdown.Branch or Breakdown.Unit })
        {
            return null;
        }

        var rules = snapshot.Rulebook.Rules;
        var scope = new UnitScope(rules.Units, row?.By == Breakdown.Branch, query.Filter);
        var keys = row is null ? null : new RowKeys(rules, row.By, query.Filter);
        return [.. FigureParts.Units(snapshot).Where(unit => scope.Takes(unit.Value) && IsOfRow(keys, row, unit.Value)).Select(unit => unit.Key)];
    }

    private static void AddFilters(DossierListQuery query, List<string> where, DynamicParameters parameters)
    {
        var (filter, row) = (query.Filter, query.Row);
        if (row is { Key: { } key })
        {
            switch (row.By)
            {
                case Breakdown.Field:
                    where.Add("sl.field = @rowKey");
                    parameters.Add("rowKey", key);
                    break;
                case Breakdown.Procedure:
                    where.Add("sl.procedure = @rowKey");
                    parameters.Add("rowKey", key);
                    break;
                case Breakdown.Channel:
                    where.Add("sl.channel = @rowChannel");
                    parameters.Add("rowChannel", ChannelColumn.Write(RowKeys.ChannelOf(key)));
                    break;
                default:
                    break;
            }
        }

        if (filter.Field is { } field)
        {
            where.Add("sl.field = @field");
            parameters.Add("field", field);
        }

        if (filter.Procedure is { } procedure)
        {
            where.Add("sl.procedure = @procedure");
            parameters.Add("procedure", ProcedureCode.NationalPart(procedure));
        }

        if (filter.Channel is { } channel)
        {
            where.Add("sl.channel = @channel");
            parameters.Add("channel", ChannelColumn.Write(channel));
        }

        if (query.MinDaysLate is { } minimum)
        {
            where.Add($"{DaysLate(NameOf(query.Basis))} >= @minDaysLate");
            parameters.Add("minDaysLate", minimum);
        }

        if (query.MaxDaysLate is { } maximum)
        {
            where.Add($"{DaysLate(NameOf(query.Basis))} <= @maxDaysLate");
            parameters.Add("maxDaysLate", maximum);
        }

        if (query.Finding is { } finding)
        {
            where.Add("exists (select 1 from {finding} f where f.dossier_id = s.dossier_id and f.finding = @finding and f.since <= @cut and (f.until is null or f.until > @cut))");
            parameters.Add("finding", (int)finding);
        }
    }

    private static bool IsOfRow(RowKeys? keys, RowSelection? row, UnitKey unit)
    {
        if (row is null || keys is null || row.By is not (Breakdown.District or Breakdown.Branch or Breakdown.Unit))
        {
            return true;
        }

        return keys.Of(unit) is { } of
            && (row.Key is null || of.Key == row.Key)
            && (row.ValidFrom is not { } from || (of.From ?? DateOnly.MinValue) == from);
    }

    /// <summary>Working days late as judged at the finish, or counted to the cut for what is overdue then; 0 = not late.</summary>
    public static string DaysLate(string basis) =>
        $"""
        (case
            when s.exit = {(int)StretchExit.Finished} and s.ended <= @cut then coalesce(s.days_late_{basis}, 0)
            when s.overdue_{basis} <= @cut and (s.ended is null or s.ended > @cut) then
                (case when @cutOrdinal - (select w.ordinal from working_day w where w.version = @calendar and w.day = s.due_{basis}_day) > 1
                    then @cutOrdinal - (select w.ordinal from working_day w where w.version = @calendar and w.day = s.due_{basis}_day) else 1 end)
            else 0 end)
        """;
}

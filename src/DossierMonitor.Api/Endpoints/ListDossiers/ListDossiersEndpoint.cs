using System.Globalization;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.ListDossiers;

public sealed record DossiersAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? State,
    string From,
    string To,
    string AsOf,
    string? KnownAt,
    string TimeZone,
    string Calendar,
    VerifiedAnswer Verified,
    IReadOnlyList<DossierItem> Items,
    string? Next);

/// <summary>GET /v1/dossiers</summary>
public sealed class ListDossiersEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    // "openOverdue" is the number's name, "overdue" the state's; both are the same list.
    private static readonly Dictionary<string, ListState> States =
        Enum.GetValues<ListState>().Where(state => state != ListState.All).Select(state => (Name: state.Camel(), state))
            .Append(("openOverdue", ListState.Overdue))
            .ToDictionary(state => state.Item1, state => state.Item2, StringComparer.Ordinal);

    private static readonly Dictionary<string, (ListSort Sort, bool Descending)> Sorts =
        Enum.GetValues<ListSort>().SelectMany(sort => new[] { (Name: sort.Camel(), sort, false), (Name: "-" + sort.Camel(), sort, true) })
            .ToDictionary(sort => sort.Name, sort => (sort.sort, sort.Item3), StringComparer.Ordinal);

    private static readonly Dictionary<string, Finding> Findings =
        Enum.GetValues<Finding>().ToDictionary(finding => finding.Name(), StringComparer.Ordinal);

    public override void Configure()
    {
        Get("/v1/dossiers");
        Allow(AccessPolicy.Dossiers);
    }

    // A cursor brings the instant of the first page with it.
    protected override bool IsPinned => base.IsPinned || HttpContext.Request.Query.ContainsKey("cursor");

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Answer, answer => AnswerListAsync(answer, ListColumns.Dossiers, answer.Items, answer.Next, ct));

    private DossiersAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var reader = new QueryReader(
            HttpContext.Request,
            "state", "by", "key", "validFrom", "unit", "field", "procedure", "channel", "include", "finding", "from", "to", "asOf", "knownAt", "definition", "minDaysLate",
            "maxDaysLate", "within", "sort", "limit", "cursor", "format", "bom");
        var cursor = reader.Has("cursor") ? ListCursor.Read(reader) : null;
        var period = reader.Period(cursor?.AsOf ?? Now, days);
        var state = reader.Choice("state", States);
        var (sort, descending) = reader.Choice("sort", Sorts) ?? (ListSort.DaysLate, true);
        var row = RowOf(reader, period);
        var known = reader.Known();
        var query = new DossierListQuery
        {
            State = state ?? ListState.All,
            Period = state is null && !reader.Has("from") && period.To >= EarliestDay ? new Period(EarliestDay, period.To, period.AsOf) : period,
            FromGiven = reader.Has("from"),
            Filter = reader.Filter(snapshot.Rulebook.Rules.Units),
            Row = row,
            Definition = reader.Definition(),
            Finding = reader.Choice("finding", Findings),
            MinDaysLate = reader.Whole("minDaysLate", 0, 100_000),
            MaxDaysLate = reader.Whole("maxDaysLate", 0, 100_000),
            Within = reader.Whole("within", 1, 30) ?? 3,
            Sort = sort,
            Descending = descending,
            Limit = reader.Whole("limit", 1, 1_000) ?? 100,
            After = cursor?.After,
        };
        reader.ListForm();
        reader.ThrowIfRefused();

        // Later pages must not change with what is recorded meanwhile: they are read by the log of the first one, also where
        // that was bounded by an instant which had not come yet.
        snapshot = snapshot.Within(cursor is null ? known : KnownBy.Through(cursor.LastSeq));
        var lastSeq = cursor?.LastSeq ?? snapshot.LastSeq();
        var page = DossierListReader.Run(snapshot, query);
        return new DossiersAnswer(
            state?.Camel(),
            query.Period.From.Text(),
            query.Period.To.Text(),
            days.Text(period.AsOf),
            days.Text(known.Recorded),
            days.Id,
            snapshot.Rulebook.CalendarAt(period.AsOf).Version,
            VerifiedAnswer.Of(snapshot),
            [.. page.Items.Select(item => DossierItem.Of(item, snapshot.Rulebook))],
            page.Next is { } next ? ListCursor.Write(reader, period.AsOf, lastSeq, next) : null);
    }

    /// <summary>The row of figures whose dossiers are asked for: by, key and validFrom as the row has them.</summary>
    private static RowSelection? RowOf(QueryReader reader, Period period)
    {
        var by = reader.Choice("by", GetOnTimeEndpoint.Breakdowns, required: reader.Has("key"));
        var key = reader.Values.GetValueOrDefault("key");
        if (key is { Length: > 0 })
        {
            key = reader.Code("key");
        }

        if (by == Breakdown.Month && key is not null && !IsMonthOf(key, period))
        {
            reader.Refuse("key", "notAMonthOfThePeriod");
        }

        if (by == Breakdown.Channel && key is { Length: > 0 } && !QueryReader.Channels.ContainsKey(key))
        {
            reader.Refuse("key", "notOneOf", string.Join(", ", QueryReader.Channels.Keys));
        }

        // An empty validFrom is the meaning that a code has had since before the records.
        var validFrom = reader.Values.GetValueOrDefault("validFrom") is { Length: 0 } ? DateOnly.MinValue : reader.Date("validFrom");
        return by is { } breakdown ? new RowSelection(breakdown, key, validFrom) : null;
    }

    private static bool IsMonthOf(string key, Period period) =>
        DateOnly.TryParseExact(key + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
        && first <= period.To && first.AddMonths(1) > period.From;

    // Nothing older is accepted: a list without a period begins where the data can begin.
    private static readonly DateOnly EarliestDay = new(1990, 1, 1);
}

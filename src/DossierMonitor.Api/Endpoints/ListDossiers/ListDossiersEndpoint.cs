using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.ListDossiers;

public sealed record DossiersAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? State,
    string From,
    string To,
    string AsOf,
    string TimeZone,
    string Calendar,
    IReadOnlyList<DossierItem> Items,
    string? Next);

/// <summary>GET /v1/dossiers</summary>
public sealed class ListDossiersEndpoint(DossierStore store, TimeProvider time) : ApiEndpoint(time)
{
    private static readonly Dictionary<string, ListState> States =
        Enum.GetValues<ListState>().Where(state => state != ListState.All).ToDictionary(state => state.Camel(), StringComparer.Ordinal);

    private static readonly Dictionary<string, (ListSort Sort, bool Descending)> Sorts =
        Enum.GetValues<ListSort>().SelectMany(sort => new[] { (Name: sort.Camel(), sort, false), (Name: "-" + sort.Camel(), sort, true) })
            .ToDictionary(sort => sort.Name, sort => (sort.sort, sort.Item3), StringComparer.Ordinal);

    private static readonly Dictionary<string, Finding> Findings =
        Enum.GetValues<Finding>().ToDictionary(finding => finding.Name(), StringComparer.Ordinal);

    public override void Configure()
    {
        Get("/v1/dossiers");
        AllowAnonymous();
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var answer = store.Reader.Read(Answer);
        return AnswerListAsync(answer, ListColumns.Dossiers, answer.Items, answer.Next, ct);
    }

    private DossiersAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var reader = new QueryReader(
            HttpContext.Request,
            "state", "unit", "field", "procedure", "channel", "include", "finding", "from", "to", "asOf", "definition", "minDaysLate",
            "within", "sort", "limit", "cursor", "format", "bom");
        var cursor = reader.Has("cursor") ? ListCursor.Read(reader) : null;
        var period = reader.Period(cursor?.AsOf ?? Now, days);
        var state = reader.Choice("state", States);
        var (sort, descending) = reader.Choice("sort", Sorts) ?? (ListSort.DaysLate, true);
        var query = new DossierListQuery
        {
            State = state ?? ListState.All,
            Period = state is null && !reader.Has("from") && period.To >= EarliestDay ? new Period(EarliestDay, period.To, period.AsOf) : period,
            FromGiven = reader.Has("from"),
            Filter = reader.Filter(snapshot.Rulebook.Rules.Units),
            Basis = reader.Definition().Basis,
            Finding = reader.Choice("finding", Findings),
            MinDaysLate = reader.Whole("minDaysLate", 0, 100_000),
            Within = reader.Whole("within", 1, 30) ?? 3,
            Sort = sort,
            Descending = descending,
            Limit = reader.Whole("limit", 1, 1_000) ?? 100,
            After = cursor?.After,
        };
        reader.ListForm();
        reader.ThrowIfRefused();

        var page = DossierListReader.Run(snapshot, query);
        return new DossiersAnswer(
            state?.Camel(),
            query.Period.From.Text(),
            query.Period.To.Text(),
            days.Text(period.AsOf),
            days.Id,
            snapshot.Rulebook.Reference.Calendar.Version,
            [.. page.Items.Select(item => DossierItem.Of(item, snapshot.Rulebook))],
            page.Next is { } next ? ListCursor.Write(reader, period.AsOf, next) : null);
    }

    // Nothing older is accepted: a list without a period begins where the data can begin.
    private static readonly DateOnly EarliestDay = new(1990, 1, 1);
}

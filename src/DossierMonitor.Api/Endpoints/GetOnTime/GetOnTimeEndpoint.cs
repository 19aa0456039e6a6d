using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetOnTime;

public sealed record OnTimeAnswer(
    string Definition,
    string From,
    string To,
    string AsOf,
    string TimeZone,
    string Calendar,
    string By,
    string DueDate,
    string VerdictBy,
    OnTimeFilterAnswer Filter,
    RowAnswer Total,
    IReadOnlyList<RowAnswer> Rows);

public sealed record OnTimeFilterAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Procedure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Channel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Include);

/// <summary>GET /v1/on-time</summary>
public sealed class GetOnTimeEndpoint(DossierStore store, TimeProvider time) : ApiEndpoint(time)
{
    private static readonly Dictionary<string, Breakdown> Breakdowns = new(StringComparer.Ordinal)
    {
        ["district"] = Breakdown.District,
        ["branch"] = Breakdown.Branch,
        ["unit"] = Breakdown.Unit,
        ["field"] = Breakdown.Field,
        ["procedure"] = Breakdown.Procedure,
        ["channel"] = Breakdown.Channel,
        ["month"] = Breakdown.Month,
    };

    public override void Configure()
    {
        Get("/v1/on-time");
        AllowAnonymous();
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var answer = store.Reader.Read(Answer);
        return AnswerListAsync(answer, ListColumns.Figures, answer.Rows, null, ct);
    }

    private OnTimeAnswer Answer(Snapshot snapshot)
    {
        var clock = snapshot.Rulebook.Clock;
        var query = new QueryReader(
            HttpContext.Request, "by", "from", "to", "asOf", "definition", "field", "unit", "procedure", "channel", "include", "format", "bom");
        var by = query.Choice("by", Breakdowns, required: true);
        var definition = query.Definition();
        var period = query.Period(Now, clock.Days);
        var filter = query.Filter(snapshot.Rulebook.Rules.Units);
        query.ListForm();
        query.ThrowIfRefused();

        var figures = FigureQuery.Run(snapshot, period, by!.Value, filter);
        return new OnTimeAnswer(
            definition.Id,
            period.From.Text(),
            period.To.Text(),
            clock.Days.Text(period.AsOf),
            clock.Days.Id,
            snapshot.Rulebook.Reference.Calendar.Version,
            by.Value.Camel(),
            definition.Basis.Camel(),
            clock.VerdictBy.Camel(),
            new OnTimeFilterAnswer(
                filter.Unit, filter.Field, filter.Procedure, filter.Channel?.Camel(), filter.IncludeBranches ? "branches" : null),
            RowAnswer.Of(null, null, null, figures.Total, definition, null),
            [.. figures.Rows.Select(row => Row(snapshot, row, definition))]);
    }

    private RowAnswer Row(Snapshot snapshot, FigureRow row, RateDefinition definition)
    {
        var units = snapshot.Rulebook.Rules.Units;
        var target = row.Unit is { } unit
            ? snapshot.Rulebook.Reference.Targets.FirstOrDefault(target => target.Each == unit.Kind && target.Field is null)
            : null;
        var validFrom = row.Unit is { ValidFrom: { } from } && units.HasSeveralMeanings(row.Key) ? from.Text() : null;
        return RowAnswer.Of(row.Key, Name(snapshot, row), validFrom, row.Tally, definition, target);
    }

    // Units and procedures have their official names; fields have one in each language.
    private string Name(Snapshot snapshot, FigureRow row)
    {
        if (row.Key.Length == 0)
        {
            return Language == Language.Vietnamese ? "(không có)" : "(none)";
        }

        return row.Unit is null && snapshot.Rulebook.Rules.Procedures.Field(row.Key) is { } field && field.NameVi == row.Name
            ? (Language == Language.Vietnamese ? field.NameVi : field.NameEn)
            : row.Name;
    }
}

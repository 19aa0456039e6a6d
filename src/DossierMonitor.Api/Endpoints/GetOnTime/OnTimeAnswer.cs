using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetOnTime;

/// <summary>Figures of a period. With <c>definition=all</c> there is one block per definition instead of total and rows.</summary>
public sealed record OnTimeAnswer(
    string Definition,
    string From,
    string To,
    string AsOf,
    string? KnownAt,
    string TimeZone,
    string Calendar,
    string By,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? DueDate,
    string VerdictBy,
    OnTimeFilterAnswer Filter,
    VerifiedAnswer Verified,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RowAnswer? Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RowAnswer>? Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OnTimeByDefinition>? Definitions);

public sealed record OnTimeByDefinition(string Definition, string DueDate, RowAnswer Total, IReadOnlyList<RowAnswer> Rows);

public sealed record OnTimeFilterAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Procedure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Channel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Include)
{
    public static OnTimeFilterAnswer Of(FigureFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return new OnTimeFilterAnswer(
            filter.Unit, filter.Field, filter.Procedure, filter.Channel?.Camel(), filter.IncludeBranches ? "branches" : null);
    }
}

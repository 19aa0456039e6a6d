using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetTargets;

public sealed record TargetsAnswer(
    string From, string To, string AsOf, string TimeZone, string Calendar, IReadOnlyList<TargetResultAnswer> Targets);

public sealed record TargetResultAnswer(
    string Id,
    string Description,
    string Definition,
    string Comparison,
    decimal Threshold,
    double? Value,
    bool? Met,
    long Numerator,
    long Denominator,
    long? Distance,
    bool BelowMinimumVolume,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UnitName);

/// <summary>GET /v1/targets</summary>
public sealed class GetTargetsEndpoint(DossierStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/targets");
        AllowAnonymous();
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(store.Reader.Read(Answer), ct);

    private TargetsAnswer Answer(Snapshot snapshot)
    {
        var days = snapshot.Rulebook.Clock.Days;
        var query = new QueryReader(HttpContext.Request, "from", "to", "asOf");
        var period = query.Period(Now, days);
        query.ThrowIfRefused();
        return new TargetsAnswer(
            period.From.Text(),
            period.To.Text(),
            days.Text(period.AsOf),
            days.Id,
            snapshot.Rulebook.Reference.Calendar.Version,
            [.. TargetQuery.Run(snapshot, period).Select(Result)]);
    }

    private TargetResultAnswer Result(TargetAnswer answer)
    {
        var target = answer.Result.Target;
        return new TargetResultAnswer(
            target.Id,
            Language == Language.Vietnamese ? target.DescriptionVi : target.DescriptionEn,
            target.Definition.Id,
            Symbol(target.Comparison),
            target.Threshold.Value,
            answer.Result.Share.Value,
            answer.Result.Met,
            answer.Result.Share.Numerator,
            answer.Result.Share.Denominator,
            answer.Result.Distance,
            answer.Result.BelowMinimumVolume,
            answer.Unit?.Code,
            answer.Unit?.Name);
    }

    private static string Symbol(TargetComparison comparison) => comparison switch
    {
        TargetComparison.AtLeast => ">=",
        TargetComparison.MoreThan => ">",
        TargetComparison.AtMost => "<=",
        _ => "<",
    };
}

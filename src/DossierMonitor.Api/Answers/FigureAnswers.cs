using System.Text.Json.Serialization;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Api.Answers;

public sealed record DaysLateAnswer(long Total, double? Median, int? P90, int? Max)
{
    public static DaysLateAnswer Of(LateDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return new DaysLateAnswer(days.Total, days.Median, days.P90, days.Max);
    }
}

public sealed record RowTargetAnswer(string Id, decimal Threshold, bool? Met, long? Distance, bool BelowMinimumVolume)
{
    public static RowTargetAnswer Of(TargetResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new RowTargetAnswer(result.Target.Id, result.Target.Threshold.Value, result.Met, result.Distance, result.BelowMinimumVolume);
    }
}

/// <summary>A row of figures; the total has neither key nor name.</summary>
public record RowAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    long CarriedOver,
    long Received,
    long Reopened,
    long TransferredIn,
    long TransferredOut,
    long NotAccepted,
    long Finished,
    long Early,
    long OnTime,
    long Late,
    long NoDueDate,
    long Withdrawn,
    long Refused,
    long Stopped,
    long Open,
    long OpenOverdue,
    long Paused,
    long OpenNoDueDate,
    double? OnTimeRate,
    double? LateRate,
    DaysLateAnswer DaysLate,
    RowTargetAnswer? Target,
    string Rows)
{
    public static RowAnswer Of(string? key, string? name, string? validFrom, Tally tally, RateDefinition definition, Target? target, string rows)
    {
        ArgumentNullException.ThrowIfNull(tally);
        ArgumentNullException.ThrowIfNull(definition);
        var counts = Counts.From(tally, definition.Basis);
        var share = definition.OnTime(counts);
        return new RowAnswer(
            key,
            name,
            validFrom,
            counts.CarriedOver,
            counts.Received,
            counts.Reopened,
            counts.TransferredIn,
            counts.TransferredOut,
            counts.NotAccepted,
            counts.Finished,
            counts.Early,
            counts.OnTime,
            counts.Late,
            counts.NoDueDate,
            counts.Withdrawn,
            counts.Refused,
            counts.Stopped,
            counts.Open,
            counts.OpenOverdue,
            counts.Paused,
            counts.OpenNoDueDate,
            share.Value,
            share.Complement.Value,
            DaysLateAnswer.Of(tally.Late(definition.Basis)),
            target is null ? null : RowTargetAnswer.Of(target.Check(Counts.From(tally, target.Definition.Basis))),
            rows);
    }
}

using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetTargets;

public sealed record TargetsAnswer(
    string From, string To, string AsOf, string? KnownAt, string TimeZone, string Calendar, VerifiedAnswer Verified, IReadOnlyList<TargetResultAnswer> Targets);

public sealed record TargetResultAnswer(
    string Id,
    string Description,
    string Definition,
    bool Configured,
    string Comparison,
    decimal Threshold,
    double? Value,
    bool? Met,
    long Numerator,
    long Denominator,
    long? Distance,
    bool BelowMinimumVolume,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? UnitName,
    TargetRowsAnswer Rows)
{
    /// <param name="answer">The result.</param>
    /// <param name="links">Of the answer, for all fields.</param>
    /// <param name="units">To tell meanings of a code apart.</param>
    /// <param name="configured">By the definition that the target names.</param>
    /// <param name="language">Of the description.</param>
    public static TargetResultAnswer Of(TargetAnswer answer, RowLinks links, UnitDirectory units, bool configured, Language language)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var target = answer.Result.Target;
        return new TargetResultAnswer(
            target.Id,
            language == Language.Vietnamese ? target.DescriptionVi : target.DescriptionEn,
            target.Definition.Id,
            configured,
            Symbol(target.Comparison),
            target.Threshold.Value,
            answer.Result.Share.Value,
            answer.Result.Met,
            answer.Result.Share.Numerator,
            answer.Result.Share.Denominator,
            answer.Result.Distance,
            answer.Result.BelowMinimumVolume,
            answer.Unit?.Code,
            answer.Unit?.Name,
            TargetRowsAnswer.Of(answer, links.ForField(target.Field), units));
    }

    private static string Symbol(TargetComparison comparison) => comparison switch
    {
        TargetComparison.AtLeast => ">=",
        TargetComparison.MoreThan => ">",
        TargetComparison.AtMost => "<=",
        _ => "<",
    };
}

/// <summary>What the two numbers of a target count: dossiers, or the units whose own target is met.</summary>
public sealed record TargetRowsAnswer(string Numerator, string Denominator)
{
    public static TargetRowsAnswer Of(TargetAnswer answer, RowLinks links, UnitDirectory units)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(units);
        var target = answer.Result.Target;
        if (target.ShareOf is { } of)
        {
            return new TargetRowsAnswer(links.Targets(of, true, answer.Asked), links.Targets(of, null, answer.Asked));
        }

        var by = answer.Unit?.Kind switch
        {
            UnitKind.District => "district",
            UnitKind.Branch => "branch",
            _ => "unit",
        };
        var several = answer.Unit is { } unit && units.HasSeveralMeanings(unit.Code);
        var validFrom = several ? answer.Unit!.ValidFrom.Text() ?? "" : null;
        var numerator = target.Measure == TargetMeasure.LateRate ? "notInTime" : "inTime";
        return new TargetRowsAnswer(
            links.Dossiers(by, answer.Unit?.Code, validFrom, target.Definition, numerator),
            links.Dossiers(by, answer.Unit?.Code, validFrom, target.Definition, "judged"));
    }
}

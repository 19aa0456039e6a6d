using DossierMonitor.Domain.Units;

namespace DossierMonitor.Domain.Rates;

public enum TargetComparison
{
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
}

public enum TargetMeasure
{
    OnTimeRate,
    LateRate,
}

/// <summary>
/// A threshold with its exact decimal value: 0.97 is 97/100, not the nearest binary fraction, since 97 of 100 must meet it.
/// </summary>
public readonly record struct Threshold
{
    private Threshold(long numerator, long denominator, decimal value)
    {
        Numerator = numerator;
        Denominator = denominator;
        Value = value;
    }

    public long Numerator { get; }

    public long Denominator { get; }

    public decimal Value { get; }

    public static Threshold Of(decimal value)
    {
        if (value is < 0 or > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A threshold is a share between 0 and 1.");
        }

        long denominator = 1;
        var scaled = value;
        while (scaled != decimal.Truncate(scaled))
        {
            if (denominator >= 1_000_000)
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, "A threshold has at most six decimal places.");
            }

            denominator *= 10;
            scaled = value * denominator;
        }

        return new Threshold((long)scaled, denominator, value);
    }
}

/// <summary>
/// A target. One of three shapes: each unit of a kind (<see cref="Each"/>), the share of units that meet another target
/// (<see cref="ShareOf"/>), or the whole province (neither).
/// </summary>
public sealed record Target
{
    public required string Id { get; init; }

    public required string DescriptionVi { get; init; }

    public required string DescriptionEn { get; init; }

    public UnitKind? Each { get; init; }

    public string? ShareOf { get; init; }

    public string? Field { get; init; }

    public RateDefinition Definition { get; init; } = RateDefinition.Closed;

    public TargetMeasure Measure { get; init; }

    public required TargetComparison Comparison { get; init; }

    public required Threshold Threshold { get; init; }

    /// <summary>Below this many dossiers in the denominator a result is shown but marked.</summary>
    public int MinimumVolume { get; init; }

    public TargetResult Check(Counts counts)
    {
        var share = Definition.OnTime(counts);
        return Check(Measure == TargetMeasure.LateRate ? share.Complement : share);
    }

    public TargetResult Check(Share share) => new(
        this,
        share,
        share.Denominator == 0 ? null : Distance(share) >= 0,
        share.Denominator == 0 ? null : Distance(share),
        share.Denominator < MinimumVolume);

    /// <summary>
    /// How many dossiers (or units) the numerator is away from the bound, with the denominator as it is; compared as
    /// integers. ≥ 0: met, with that many to spare — so many more could be late. &lt; 0: that many on-time ones are
    /// missing (for a late share: so many are late too much).
    /// </summary>
    private long Distance(Share share)
    {
        var (n, d) = ((Int128)Threshold.Numerator * share.Denominator, (Int128)Threshold.Denominator);
        var floor = (long)(n / d);
        var ceiling = (long)((n + d - 1) / d);
        return Comparison switch
        {
            TargetComparison.AtLeast => share.Numerator - ceiling,
            TargetComparison.MoreThan => share.Numerator - (floor + 1),
            TargetComparison.AtMost => floor - share.Numerator,
            TargetComparison.LessThan => ceiling - 1 - share.Numerator,
            _ => throw new InvalidOperationException($"No rule for {Comparison}."),
        };
    }

    /// <summary>The province's targets of 2022, in force when the reference folder has no targets.json.</summary>
    public static IReadOnlyList<Target> Defaults { get; } =
    [
        new Target
        {
            Id = "branch-on-time",
            DescriptionVi = "Mỗi chi nhánh Văn phòng đăng ký đất đai giải quyết đúng hạn ít nhất 97 % hồ sơ",
            DescriptionEn = "Each land-registry branch resolves at least 97 % of its dossiers on time",
            Each = UnitKind.Branch,
            Comparison = TargetComparison.AtLeast,
            Threshold = Threshold.Of(0.97m),
            MinimumVolume = 20,
        },
        new Target
        {
            Id = "branches-meeting",
            DescriptionVi = "Trên 80 % chi nhánh Văn phòng đăng ký đất đai đạt mục tiêu đúng hạn",
            DescriptionEn = "More than 80 % of land-registry branches meet their on-time target",
            ShareOf = "branch-on-time",
            Comparison = TargetComparison.MoreThan,
            Threshold = Threshold.Of(0.80m),
        },
        new Target
        {
            Id = "land-late",
            DescriptionVi = "Tỷ lệ hồ sơ trễ hạn lĩnh vực đất đai dưới 5 %",
            DescriptionEn = "Less than 5 % of dossiers in the land field are late",
            Field = "land",
            Definition = RateDefinition.ClosedPlusOverdue,
            Measure = TargetMeasure.LateRate,
            Comparison = TargetComparison.LessThan,
            Threshold = Threshold.Of(0.05m),
        },
        new Target
        {
            Id = "district-on-time",
            DescriptionVi = "Mỗi huyện, thị xã, thành phố (kể cả cấp xã) giải quyết đúng hạn ít nhất 97 % hồ sơ",
            DescriptionEn = "Each district (with its communes) resolves at least 97 % of its dossiers on time",
            Each = UnitKind.District,
            Comparison = TargetComparison.AtLeast,
            Threshold = Threshold.Of(0.97m),
            MinimumVolume = 20,
        },
    ];
}

public sealed record TargetResult(Target Target, Share Share, bool? Met, long? Distance, bool BelowMinimumVolume);

using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Endpoints.GetLeague;

/// <summary>Units by their rank, those that are too small last.</summary>
public sealed record LeagueAnswer : FigureHead
{
    public LeagueAnswer(FigureHead head, string by, int minimum, LeagueClosingAnswer? closing, LeagueTotalAnswer total, IReadOnlyList<LeagueRowAnswer> rows)
        : base(head)
    {
        By = by;
        Minimum = minimum;
        Closing = closing;
        Total = total;
        Rows = rows;
    }

    public string By { get; }

    public int Minimum { get; }

    public double Confidence { get; } = League.Confidence;

    public LeagueClosingAnswer? Closing { get; }

    public LeagueTotalAnswer Total { get; }

    public IReadOnlyList<LeagueRowAnswer> Rows { get; }
}

/// <summary>The closing whose frozen figures these are.</summary>
public sealed record LeagueClosingAnswer(long Id, string Name, string ClosedAt, string Digest);

/// <param name="Low">Lower end of the 95 % score interval of the rate.</param>
/// <param name="High">Upper end.</param>
public sealed record LeagueTotalAnswer(long Numerator, long Denominator, double? Rate, double? Low, double? High);

/// <param name="RankFrom">The best rank that chance leaves possible, by the intervals of the table.</param>
/// <param name="TableLow">Lower end of the interval that holds together with those of all ranked units; by these the ranks are made.</param>
public sealed record LeagueRowAnswer(
    int? Rank,
    int? RankFrom,
    int? RankTo,
    bool Tied,
    string Key,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    long Numerator,
    long Denominator,
    double? Rate,
    double? Low,
    double? High,
    double? TableLow,
    double? TableHigh,
    bool BelowMinimum,
    RowTargetAnswer? Target,
    long? Distance,
    long Late,
    long OpenOverdue,
    DaysLateAnswer DaysLate,
    string Rows);

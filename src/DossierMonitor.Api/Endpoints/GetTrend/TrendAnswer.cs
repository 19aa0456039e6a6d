using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Endpoints.GetTrend;

/// <summary>Figures of a period, interval by interval.</summary>
public sealed record TrendAnswer : FigureHead
{
    public TrendAnswer(FigureHead head, string by, string interval, IReadOnlyList<TrendRowAnswer> rows)
        : base(head)
    {
        By = by;
        Interval = interval;
        Rows = rows;
    }

    public string By { get; }

    public string Interval { get; }

    public IReadOnlyList<TrendRowAnswer> Rows { get; }
}

/// <summary>A row of on-time figures for one interval.</summary>
public sealed record TrendRowAnswer : RowAnswer
{
    public TrendRowAnswer(TrendInterval interval, RowAnswer row)
        : base(row)
    {
        ArgumentNullException.ThrowIfNull(interval);
        Interval = interval.Name;
        IntervalFrom = interval.From.Text();
        IntervalTo = interval.To.Text();
    }

    [JsonPropertyOrder(-1)]
    public string Interval { get; }

    [JsonPropertyOrder(-1)]
    public string IntervalFrom { get; }

    [JsonPropertyOrder(-1)]
    public string IntervalTo { get; }
}

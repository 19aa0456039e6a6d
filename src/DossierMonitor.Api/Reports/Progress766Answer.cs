using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Reports;

/// <summary>The progress index of Decision 766/QĐ-TTg, group 2.1, with the rate of form II.06 beside it.</summary>
public sealed record Progress766Answer : FigureHead
{
    public Progress766Answer(FigureHead head, string by, Progress766Row total, IReadOnlyList<Progress766Row> rows)
        : base(head)
    {
        By = by;
        Total = total;
        Rows = rows;
    }

    public string By { get; }

    public Progress766Row Total { get; }

    public IReadOnlyList<Progress766Row> Rows { get; }
}

public sealed record RateAnswer(long Numerator, long Denominator, double? Rate)
{
    public static RateAnswer Of(Share share) => new(share.Numerator, share.Denominator, share.Value);
}

/// <param name="Total">inTime + late.</param>
/// <param name="InTime">Early or on time.</param>
public sealed record Progress766Part(long Total, long InTime, long Late);

/// <summary>A row; the total has neither key nor name.</summary>
/// <param name="Resolved">Finished in the period, with a due date.</param>
/// <param name="InProcess">Open at the end, with a due date.</param>
/// <param name="Workload">In time of both / both: 766, 2.1.</param>
/// <param name="Closed">In time of what was resolved / that: form II.06.</param>
/// <param name="NoDueDate">Finished or open without a due date: in neither.</param>
public sealed record Progress766Row(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    Progress766Part Resolved,
    Progress766Part InProcess,
    RateAnswer Workload,
    RateAnswer Closed,
    long Late,
    long NoDueDate,
    string Rows)
{
    public static Progress766Row Of(RowAnswer row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var resolved = new Progress766Part(row.Early + row.OnTime + row.Late, row.Early + row.OnTime, row.Late);
        var withDueDate = row.Open - row.OpenNoDueDate;
        return new Progress766Row(
            row.Key,
            row.Name,
            row.ValidFrom,
            resolved,
            new Progress766Part(withDueDate, withDueDate - row.OpenOverdue, row.OpenOverdue),
            RateAnswer.Of(FigureNumbers.OnTime(row, RateDefinition.Workload)),

            // Both go by the current due date, so the same counts make both rates.
            RateAnswer.Of(FigureNumbers.OnTime(row, RateDefinition.Closed)),
            row.Late + row.OpenOverdue,
            row.NoDueDate + row.OpenNoDueDate,
            row.Rows);
    }
}

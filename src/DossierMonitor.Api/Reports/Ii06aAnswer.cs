using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;

namespace DossierMonitor.Api.Reports;

/// <summary>Form II.06a: what was received, resolved and is in process.</summary>
public sealed record Ii06aAnswer : FigureHead
{
    public Ii06aAnswer(FigureHead head, string by, Ii06aRow total, IReadOnlyList<Ii06aRow> rows)
        : base(head)
    {
        By = by;
        Total = total;
        Rows = rows;
    }

    public string By { get; }

    public Ii06aRow Total { get; }

    public IReadOnlyList<Ii06aRow> Rows { get; }
}

/// <param name="Total">(3) = (4) + (5) + (6).</param>
/// <param name="Online">(4), in the period.</param>
/// <param name="DirectOrPost">(5), in the period: all that is not online.</param>
/// <param name="CarriedOver">(6), open when the period began.</param>
public sealed record Ii06aReceived(long Total, long Online, long DirectOrPost, long CarriedOver);

/// <param name="Total">(7) = (8) + (9) + (10).</param>
/// <param name="Early">(8).</param>
/// <param name="OnTime">(9).</param>
/// <param name="Late">(10).</param>
public sealed record Ii06aResolved(long Total, long Early, long OnTime, long Late);

/// <param name="Total">(11) = (12) + (13).</param>
/// <param name="InTime">(12), those whose clock pauses included.</param>
/// <param name="Late">(13), open and overdue.</param>
public sealed record Ii06aInProcess(long Total, long InTime, long Late);

/// <summary>What the form has no column for.</summary>
/// <param name="Difference">Always 0: received + reopened + transferredIn − resolved − in process − all others.</param>
public sealed record Ii06aOutside(
    long Reopened, long TransferredIn, long NoDueDate, long Withdrawn, long Refused, long Stopped, long TransferredOut, long OpenNoDueDate, long Difference);

/// <summary>A row; the total has neither key nor name.</summary>
public sealed record Ii06aRow(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ValidFrom,
    Ii06aReceived Received,
    Ii06aResolved Resolved,
    Ii06aInProcess InProcess,
    Ii06aOutside Outside,
    string Rows)
{
    /// <param name="row">By the current due date.</param>
    /// <param name="online">How many of those received in the period came online.</param>
    public static Ii06aRow Of(RowAnswer row, long online)
    {
        ArgumentNullException.ThrowIfNull(row);
        var received = new Ii06aReceived(row.CarriedOver + row.Received, online, row.Received - online, row.CarriedOver);
        var resolved = new Ii06aResolved(row.Early + row.OnTime + row.Late, row.Early, row.OnTime, row.Late);
        var inTime = row.Open - row.OpenOverdue - row.OpenNoDueDate;
        var inProcess = new Ii06aInProcess(inTime + row.OpenOverdue, inTime, row.OpenOverdue);
        var more = row.Reopened + row.TransferredIn;
        var less = row.NoDueDate + row.Withdrawn + row.Refused + row.Stopped + row.TransferredOut + row.OpenNoDueDate;
        return new Ii06aRow(
            row.Key,
            row.Name,
            row.ValidFrom,
            received,
            resolved,
            inProcess,
            new Ii06aOutside(
                row.Reopened,
                row.TransferredIn,
                row.NoDueDate,
                row.Withdrawn,
                row.Refused,
                row.Stopped,
                row.TransferredOut,
                row.OpenNoDueDate,
                received.Total + more - resolved.Total - inProcess.Total - less),
            row.Rows);
    }
}

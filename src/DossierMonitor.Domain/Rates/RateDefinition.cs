using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Rates;

/// <summary>A share as two integers; it is compared as integers and only shown as a quotient.</summary>
public readonly record struct Share(long Numerator, long Denominator)
{
    /// <summary>Null when there is nothing to take a share of: never 0 or 100 %.</summary>
    public double? Value => Denominator == 0 ? null : (double)Numerator / Denominator;

    /// <summary>The rest of the same whole: the late share of an on-time share.</summary>
    public Share Complement => new(Denominator - Numerator, Denominator);
}

/// <summary>
/// A named, versioned way to compute the on-time rate. Disputes about "100 % on time although many are overdue" are
/// disputes about which of these is meant, so every answer names it.
/// </summary>
public sealed record RateDefinition(
    string Id,
    int Version,
    DueDateBasis Basis,
    bool CountsOverdue,
    bool CountsOpenInTime,
    string NameVi,
    string NameEn,
    string Numerator,
    string Denominator)
{
    public static RateDefinition Closed { get; } = new(
        "closed", 1, DueDateBasis.Current, false, false,
        "Đã giải quyết (mẫu II.06)", "Closed (form II.06)",
        "finished early or on time in the period",
        "finished in the period, with a due date");

    public static RateDefinition ClosedPlusOverdue { get; } = new(
        "closed-plus-overdue", 1, DueDateBasis.Current, true, false,
        "Đã giải quyết và đang quá hạn", "Closed plus overdue",
        "finished early or on time in the period",
        "finished in the period, with a due date + open and overdue at its end");

    public static RateDefinition Workload { get; } = new(
        "workload", 1, DueDateBasis.Current, true, true,
        "Toàn bộ hồ sơ (QĐ 766, 2.1)", "Workload (QĐ 766, 2.1)",
        "finished early or on time in the period + open and not overdue at its end, with a due date",
        "finished in the period, with a due date + open at its end, with a due date");

    public static RateDefinition Strict { get; } = new(
        "strict", 1, DueDateBasis.Promised, true, false,
        "Nghiêm ngặt (theo ngày hẹn đầu tiên)", "Strict (against the first appointed date)",
        "finished early or on time against the promised date in the period",
        "finished in the period, with a promised date + open and overdue against the promised date at its end");

    public static IReadOnlyList<RateDefinition> All { get; } = [Closed, ClosedPlusOverdue, Workload, Strict];

    public static RateDefinition? Find(string id) => All.FirstOrDefault(definition => definition.Id == id);

    /// <summary>Dossiers without a due date are in neither part.</summary>
    public Share OnTime(Counts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var inTime = counts.Early + counts.OnTime;
        var whole = inTime + counts.Late;
        if (CountsOverdue)
        {
            whole += counts.OpenOverdue;
        }

        if (CountsOpenInTime)
        {
            var openInTime = counts.Open - counts.OpenOverdue - counts.OpenNoDueDate;
            inTime += openInTime;
            whole += openInTime;
        }

        return new Share(inTime, whole);
    }
}

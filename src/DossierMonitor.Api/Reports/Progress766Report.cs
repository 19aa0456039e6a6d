using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Reports;

/// <summary>Progress of resolving (QĐ 766/QĐ-TTg, index 2.1): of the whole workload, what is or was in time.</summary>
internal sealed class Progress766Report : Report
{
    public override string Id => "progress-766";

    protected override RateDefinition Fixed => RateDefinition.Workload;

    protected override ComposedReport Compose(Snapshot snapshot, ReportRequest request)
    {
        var (head, total, rows) = Figures(snapshot, request, request.Filter);
        var answer = new Progress766Answer(head, request.By.Camel(), Progress766Row.Of(total), [.. rows.Select(Progress766Row.Of)]);
        var language = request.Language;
        return new ComposedReport(answer, ReportTable.Of(
            Id,
            language,
            new Words("Progress of resolving administrative procedures", "Tiến độ giải quyết thủ tục hành chính").In(language),
            new Words("Decision 766/QĐ-TTg, index 2.1", "Quyết định 766/QĐ-TTg, chỉ số 2.1").In(language),
            Facts(snapshot, request, head),
            Columns(request.By, language),
            answer.Rows,
            answer.Total,
            Notes(language)));
    }

    private static IReadOnlyList<ReportColumn<Progress766Row>> Columns(Breakdown by, Language language)
    {
        var (resolved, inProcess, workload, closed) = (
            In("Resolved in the period", "Đã giải quyết trong kỳ"), In("In process at the end", "Đang giải quyết cuối kỳ"),
            In("Index 2.1 (workload)", "Chỉ số 2.1 (toàn bộ hồ sơ)"), In("Beside it: form II.06 (closed)", "Đối chiếu: biểu II.06 (đã giải quyết)"));
        var (total, inTime, late) = (In("Total", "Tổng số"), In("In time", "Trong hạn"), In("Late", "Quá hạn"));
        var (numerator, denominator, rate) = (In("Numerator", "Tử số"), In("Denominator", "Mẫu số"), In("Rate", "Tỷ lệ"));
        return
        [
            new(new(null, ColumnKind.Ordinal, [In("No.", "STT")]), _ => null),
            new(new("name", ColumnKind.Text, [RowHeading(by, language)]), row => Named(row.Name, row.ValidFrom, language)),
            new(new("key", ColumnKind.Text, [In("Code", "Mã")]), row => row.Key),
            Count("resolved.total", [resolved, total], row => row.Resolved.Total, ReportFormula.Sum("resolved.inTime", "resolved.late")),
            Count("resolved.inTime", [resolved, In("Early or on time", "Trước hạn, đúng hạn")], row => row.Resolved.InTime),
            Count("resolved.late", [resolved, late], row => row.Resolved.Late),
            Count("inProcess.total", [inProcess, total], row => row.InProcess.Total, ReportFormula.Sum("inProcess.inTime", "inProcess.late")),
            Count("inProcess.inTime", [inProcess, inTime], row => row.InProcess.InTime),
            Count("inProcess.late", [inProcess, late], row => row.InProcess.Late),
            Count("workload.numerator", [workload, numerator], row => row.Workload.Numerator, ReportFormula.Sum("resolved.inTime", "inProcess.inTime")),
            Count("workload.denominator", [workload, denominator], row => row.Workload.Denominator, ReportFormula.Sum("resolved.total", "inProcess.total")),
            new(new("workload.rate", ColumnKind.Rate, [workload, rate], null, ReportFormula.Quotient("workload.numerator", "workload.denominator")), row => row.Workload.Rate),
            Count("closed.numerator", [closed, numerator], row => row.Closed.Numerator, ReportFormula.Sum("resolved.inTime")),
            Count("closed.denominator", [closed, denominator], row => row.Closed.Denominator, ReportFormula.Sum("resolved.total")),
            new(new("closed.rate", ColumnKind.Rate, [closed, rate], null, ReportFormula.Quotient("closed.numerator", "closed.denominator")), row => row.Closed.Rate),
            Count("late", [In("Late, resolved or not", "Quá hạn, đã hoặc đang giải quyết")], row => row.Late, ReportFormula.Sum("resolved.late", "inProcess.late")),
            Count("noDueDate", [In("Without a due date (in no rate)", "Không có hạn (không tính)")], row => row.NoDueDate),
            new(new("rows", ColumnKind.Text, []), row => row.Rows),
        ];

        string In(string en, string vi) => new Words(en, vi).In(language);
    }

    private static ReportColumn<Progress766Row> Count(string name, IReadOnlyList<string?> headings, Func<Progress766Row, long> value, ReportFormula? formula = null) =>
        new(new(name, ColumnKind.Whole, headings, null, formula) { IsSummed = true }, row => value(row));

    private static IReadOnlyList<string> Notes(Language language) =>
    [
        .. new Words[]
        {
            new(
                "Index 2.1 = (resolved early or on time + in process and not overdue) / (resolved in the period + in process at the end). Form II.06 counts only what was resolved.",
                "Chỉ số 2.1 = (đã giải quyết trước hạn, đúng hạn + đang giải quyết trong hạn) / (đã giải quyết trong kỳ + đang giải quyết cuối kỳ). Biểu II.06 chỉ tính hồ sơ đã giải quyết."),
            new(
                "By the due date in force. A dossier whose clock pauses and that is not overdue is in time. Rates are ratios of the sums, never means of rates. The points of the decision are not given here.",
                "Theo hạn trả hiện hành. Hồ sơ đang tạm dừng mà chưa quá hạn là trong hạn. Tỷ lệ là tỷ số của các tổng, không phải trung bình của các tỷ lệ. Biểu này không quy ra điểm."),
        }.Select(note => note.In(language)),
    ];
}

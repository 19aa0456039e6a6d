using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Reports;

/// <summary>
/// Form II.06a/VPCP/KSTT: state and results of resolving administrative procedures. Its thirteen columns as they are, and behind them what it
/// has no column for, so that every row adds up.
/// </summary>
internal sealed class Ii06aReport : Report
{
    public override string Id => "ii-06a";

    protected override RateDefinition Fixed => RateDefinition.Closed;

    protected override ComposedReport Compose(Snapshot snapshot, ReportRequest request)
    {
        var (head, total, rows) = Figures(snapshot, request, request.Filter);
        var online = Online(snapshot, request, rows);
        var answer = new Ii06aAnswer(
            head,
            request.By.Camel(),
            Ii06aRow.Of(total, rows.Sum(row => online[(row.Key!, row.ValidFrom)])),
            [.. rows.Select(row => Ii06aRow.Of(row, online[(row.Key!, row.ValidFrom)]))]);
        var language = request.Language;
        return new ComposedReport(answer, ReportTable.Of(
            Id,
            language,
            new Words("State and results of resolving administrative procedures", "Tình hình, kết quả giải quyết thủ tục hành chính").In(language),
            new Words("Form II.06a/VPCP/KSTT", "Biểu số II.06a/VPCP/KSTT").In(language),
            Facts(snapshot, request, head),
            Columns(request.By, language),
            answer.Rows,
            answer.Total,
            Notes(language)));
    }

    // Only the fine tallies tell channels apart; of the same snapshot, so that both agree.
    private static Dictionary<(string Key, string? ValidFrom), long> Online(Snapshot snapshot, ReportRequest request, IReadOnlyList<RowAnswer> rows)
    {
        var counts = rows.ToDictionary(row => (row.Key!, row.ValidFrom), row => request.Filter.Channel == Channel.Online ? row.Received : 0);
        if (request.Filter.Channel is null)
        {
            foreach (var row in Figures(snapshot, request, request.Filter with { Channel = Channel.Online }).Rows)
            {
                counts[(row.Key!, row.ValidFrom)] = row.Received;
            }
        }

        return counts;
    }

    private static IReadOnlyList<ReportColumn<Ii06aRow>> Columns(Breakdown by, Language language)
    {
        var (received, inPeriod, resolved, inProcess, outside) = (
            In("Dossiers received", "Số lượng hồ sơ tiếp nhận"), In("In the period", "Trong kỳ"), In("Dossiers resolved", "Số lượng hồ sơ đã giải quyết"),
            In("Dossiers in process", "Số lượng hồ sơ đang giải quyết"), In("Outside the form, for the balance", "Ngoài biểu, để cân đối"));
        var total = In("Total", "Tổng số");
        return
        [
            new(new(null, ColumnKind.Ordinal, [In("No.", "STT")], "(1)"), _ => null),
            new(new("name", ColumnKind.Text, [RowHeading(by, language)], "(2)"), row => Named(row.Name, row.ValidFrom, language)),
            Count("received.total", [received, total], "(3)=(4)+(5)+(6)", row => row.Received.Total, ReportFormula.Sum("received.online", "received.directOrPost", "received.carriedOver")),
            Count("received.online", [received, inPeriod, In("Online", "Trực tuyến")], "(4)", row => row.Received.Online),
            Count("received.directOrPost", [received, inPeriod, In("Direct, by post", "Trực tiếp, dịch vụ bưu chính")], "(5)", row => row.Received.DirectOrPost),
            Count("received.carriedOver", [received, In("From the period before", "Từ kỳ trước")], "(6)", row => row.Received.CarriedOver),
            Count("resolved.total", [resolved, total], "(7)=(8)+(9)+(10)", row => row.Resolved.Total, ReportFormula.Sum("resolved.early", "resolved.onTime", "resolved.late")),
            Count("resolved.early", [resolved, In("Early", "Trước hạn")], "(8)", row => row.Resolved.Early),
            Count("resolved.onTime", [resolved, In("On time", "Đúng hạn")], "(9)", row => row.Resolved.OnTime),
            Count("resolved.late", [resolved, In("Late", "Quá hạn")], "(10)", row => row.Resolved.Late),
            Count("inProcess.total", [inProcess, total], "(11)=(12)+(13)", row => row.InProcess.Total, ReportFormula.Sum("inProcess.inTime", "inProcess.late")),
            Count("inProcess.inTime", [inProcess, In("In time", "Trong hạn")], "(12)", row => row.InProcess.InTime),
            Count("inProcess.late", [inProcess, In("Late", "Quá hạn")], "(13)", row => row.InProcess.Late),
            new(new("key", ColumnKind.Text, [outside, In("Code", "Mã")]), row => row.Key),
            Count("outside.reopened", [outside, In("Reopened", "Mở lại")], "(a)", row => row.Outside.Reopened),
            Count("outside.transferredIn", [outside, In("Transferred in", "Chuyển đến")], "(b)", row => row.Outside.TransferredIn),
            Count("outside.noDueDate", [outside, In("Resolved, no due date", "Đã giải quyết, không có hạn")], "(c)", row => row.Outside.NoDueDate),
            Count("outside.withdrawn", [outside, In("Withdrawn", "Rút hồ sơ")], "(d)", row => row.Outside.Withdrawn),
            Count("outside.refused", [outside, In("Refused", "Từ chối")], "(e)", row => row.Outside.Refused),
            Count("outside.stopped", [outside, In("Stopped", "Dừng xử lý")], "(f)", row => row.Outside.Stopped),
            Count("outside.transferredOut", [outside, In("Transferred out", "Chuyển đi")], "(g)", row => row.Outside.TransferredOut),
            Count("outside.openNoDueDate", [outside, In("In process, no due date", "Đang giải quyết, không có hạn")], "(h)", row => row.Outside.OpenNoDueDate),
            Count(
                "outside.difference",
                [outside, In("Difference", "Chênh lệch")],
                "(3)+(a)+(b)-(7)-(11)-(c)-(d)-(e)-(f)-(g)-(h)",
                row => row.Outside.Difference,
                ReportFormula.Difference(
                    ["received.total", "outside.reopened", "outside.transferredIn"],
                    ["resolved.total", "inProcess.total", "outside.noDueDate", "outside.withdrawn", "outside.refused", "outside.stopped", "outside.transferredOut", "outside.openNoDueDate"])),
            new(new("rows", ColumnKind.Text, []), row => row.Rows),
        ];

        string In(string en, string vi) => new Words(en, vi).In(language);
    }

    private static ReportColumn<Ii06aRow> Count(string name, IReadOnlyList<string?> headings, string mark, Func<Ii06aRow, long> value, ReportFormula? formula = null) =>
        new(new(name, ColumnKind.Whole, headings, mark, formula) { IsSummed = true }, row => value(row));

    private static IReadOnlyList<string> Notes(Language language) =>
    [
        .. new Words[]
        {
            new(
                "(4) and (5) are received in the period, by the local day of receipt; (5) is all that did not come online, so also what came without a channel. (6) was open at the start of the period.",
                "(4) và (5) là hồ sơ tiếp nhận trong kỳ theo ngày tiếp nhận; (5) gồm mọi hồ sơ không nộp trực tuyến, kể cả hồ sơ không ghi hình thức. (6) là hồ sơ đang giải quyết khi bắt đầu kỳ."),
            new(
                "(8) to (10) are finished in the period, judged by the due date in force (extensions included). (11) to (13) are open at the earlier of the end of the period and the as-of instant; a dossier whose clock pauses and that is not overdue is in time.",
                "(8) đến (10) là hồ sơ có kết quả trong kỳ, xét theo hạn trả hiện hành (kể cả gia hạn). (11) đến (13) là hồ sơ chưa xong vào cuối kỳ hoặc thời điểm tính, lấy mốc sớm hơn; hồ sơ đang tạm dừng mà chưa quá hạn là trong hạn."),
            new(
                "The form has no column for (a) to (h). A dossier that is opened again counts once more: (a) in the period, from then on as open or resolved. Transfers are counted at each unit; (b) and (g) of all units together are equal. What has no due date is neither early nor late and stands in (c) and (h), not in (7) and (11).",
                "Biểu không có cột cho (a) đến (h). Hồ sơ mở lại được tính thêm một lần: ở (a) trong kỳ, sau đó là đang hoặc đã giải quyết. Hồ sơ chuyển được tính tại từng đơn vị; (b) và (g) của tất cả đơn vị bằng nhau. Hồ sơ không có hạn không thể là sớm hay trễ nên ở (c) và (h), không ở (7) và (11)."),
            new(
                "Balance of every row: (3) + (a) + (b) = (7) + (11) + (c) + (d) + (e) + (f) + (g) + (h). The last column is the difference and must be 0.",
                "Cân đối từng dòng: (3) + (a) + (b) = (7) + (11) + (c) + (d) + (e) + (f) + (g) + (h). Cột cuối là chênh lệch, phải bằng 0."),
        }.Select(note => note.In(language)),
    ];
}

using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetLeague;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Reports;

/// <summary>The league on paper: the answer of GET /v1/league.</summary>
internal sealed class LeagueReport : Report
{
    public override string Id => "league";

    protected override RateDefinition? Fixed => null;

    protected override IReadOnlyDictionary<string, Breakdown> Breakdowns => LeagueTable.Breakdowns;

    protected override IReadOnlyList<string> Parameters => ["closing", "minimum"];

    protected override ComposedReport Compose(Snapshot snapshot, ReportRequest request)
    {
        var answer = request.Closing is { } id
            ? LeagueTable.OfClosing(snapshot, id, request.By, request.Minimum)
            : LeagueTable.OfPeriod(snapshot, request.By, request.Definition, request.Minimum, request.Period, request.Filter, request.Language);
        var language = request.Language;
        var total = answer.Total;
        return new ComposedReport(answer, ReportTable.Of(
            Id,
            language,
            new Words("League of units by on-time resolution", "Bảng xếp hạng giải quyết hồ sơ đúng hạn").In(language),
            null,
            ReportFacts.Of(answer, request.Filter.Within, answer.Closing is null ? snapshot.LastSeq() : null, answer.Closing, request.Simulated, language),
            Columns(request.By, language),
            answer.Rows,
            new LeagueRowAnswer(
                null, null, null, false, "", "", null, total.Numerator, total.Denominator, total.Rate, total.Low, total.High, null, null, false, null, null,
                answer.Rows.Sum(row => row.Late), answer.Rows.Sum(row => row.OpenOverdue), new DaysLateAnswer(answer.Rows.Sum(row => row.DaysLate.Total), null, null, null), ""),
            Notes(answer, language)));
    }

    private static IReadOnlyList<ReportColumn<LeagueRowAnswer>> Columns(Breakdown by, Language language)
    {
        var (ranks, interval, table, target, late) = (
            In("Rank", "Hạng"), In("95 % interval of the rate", "Khoảng tin cậy 95 % của tỷ lệ"), In("Interval of the comparison", "Khoảng so sánh của cả bảng"),
            In("Target", "Mục tiêu"), In("Working days late", "Số ngày làm việc trễ"));
        return
        [
            Of("rank", ColumnKind.Whole, [ranks, In("Rank", "Hạng")], row => row.Rank),
            Of("rankFrom", ColumnKind.Whole, [ranks, In("Best possible", "Cao nhất có thể")], row => row.RankFrom),
            Of("rankTo", ColumnKind.Whole, [ranks, In("Worst possible", "Thấp nhất có thể")], row => row.RankTo),
            Of("name", ColumnKind.Text, [RowHeading(by, language)], row => Named(row.Name, row.ValidFrom, language)),
            Of("key", ColumnKind.Text, [In("Code", "Mã")], row => row.Key),
            Sum("numerator", [In("On time", "Đúng hạn")], row => row.Numerator),
            Sum("denominator", [In("Judged", "Được xét")], row => row.Denominator),
            new(new("rate", ColumnKind.Rate, [In("Rate", "Tỷ lệ")], null, ReportFormula.Quotient("numerator", "denominator")), row => row.Rate),
            Of("low", ColumnKind.Rate, [interval, In("from", "từ")], row => row.Low),
            Of("high", ColumnKind.Rate, [interval, In("to", "đến")], row => row.High),
            Of("tableLow", ColumnKind.Rate, [table, In("from", "từ")], row => row.TableLow),
            Of("tableHigh", ColumnKind.Rate, [table, In("to", "đến")], row => row.TableHigh),
            Of("target.threshold", ColumnKind.Rate, [target, In("bound", "ngưỡng")], row => row.Target?.Threshold),
            Of("target.met", ColumnKind.Flag, [target, In("met", "đạt")], row => row.Target?.Met),
            Of("distance", ColumnKind.Whole, [target, In("dossiers to spare or missing", "số hồ sơ dư hoặc thiếu")], row => row.Distance),
            Sum("late", [In("Resolved late", "Giải quyết trễ")], row => row.Late),
            Sum("openOverdue", [In("Overdue now", "Đang quá hạn")], row => row.OpenOverdue),
            Sum("daysLate.total", [late, In("Total", "Tổng")], row => row.DaysLate.Total),
            Of("daysLate.median", ColumnKind.Number, [late, In("Median", "Trung vị")], row => row.DaysLate.Median),
            Of("daysLate.max", ColumnKind.Whole, [late, In("Most", "Nhiều nhất")], row => row.DaysLate.Max),
            Of("tied", ColumnKind.Flag, [], row => row.Tied),
            Of("belowMinimum", ColumnKind.Flag, [], row => row.BelowMinimum),
            Of("rows", ColumnKind.Text, [], row => row.Rows),
        ];

        string In(string en, string vi) => new Words(en, vi).In(language);
    }

    private static ReportColumn<LeagueRowAnswer> Of(string name, ColumnKind kind, IReadOnlyList<string?> headings, Func<LeagueRowAnswer, object?> value) =>
        new(new(name, kind, headings), value);

    private static ReportColumn<LeagueRowAnswer> Sum(string name, IReadOnlyList<string?> headings, Func<LeagueRowAnswer, long> value) =>
        new(new(name, ColumnKind.Whole, headings) { IsSummed = true }, row => value(row));

    private static IReadOnlyList<string> Notes(LeagueAnswer answer, Language language) =>
    [
        .. new Words[]
        {
            new(
                "Only differences beyond chance count: a rank follows from how many units a unit is shown to be better than, and how many are shown to be better than it. With 95 % confidence, units of equal quality share a rank, whatever their sizes are. So a small unit may have a higher rate and a lower rank. Within a rank the order is that of the codes and says nothing.",
                "Chỉ tính chênh lệch vượt quá ngẫu nhiên: hạng theo số đơn vị mà đơn vị này chắc chắn tốt hơn và số đơn vị chắc chắn tốt hơn đơn vị này. Với độ tin cậy 95 %, các đơn vị có chất lượng như nhau thì đồng hạng, bất kể số hồ sơ. Vì vậy đơn vị ít hồ sơ có thể có tỷ lệ cao hơn mà hạng thấp hơn. Trong cùng một hạng, thứ tự theo mã và không có ý nghĩa."),
            new("Units with fewer than {0} judged dossiers have no rank and stand last.", "Đơn vị có dưới {0} hồ sơ được xét không xếp hạng và đứng cuối."),
        }.Select(note => note.In(language, ReportNumbers.Text((long)answer.Minimum, ColumnKind.Whole, language))),
    ];
}

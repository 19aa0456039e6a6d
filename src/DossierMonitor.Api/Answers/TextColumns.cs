using System.Globalization;
using DossierMonitor.Api.Endpoints.GetAgeing;
using DossierMonitor.Api.Endpoints.GetDueSoon;
using DossierMonitor.Api.Endpoints.GetLeague;
using DossierMonitor.Api.Endpoints.GetTargets;
using DossierMonitor.Api.Endpoints.GetTrend;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Answers;

/// <summary>The columns of the tables for terminals: few enough to fit, in the words of people. Everything else is in CSV and JSON.</summary>
internal static class TextColumns
{
    private static readonly Words Code = new("code", "mã");
    private static readonly Words Name = new("name", "tên");
    private static readonly Words Late = new("late", "trễ");
    private static readonly Words OnTime = new("on time", "đúng hạn");
    private static readonly Words Overdue = new("overdue", "quá hạn");
    private static readonly Words Distance = new("distance", "cách mục tiêu");

    public static Words Total { get; } = new("total", "tổng");

    // Only the total has no key at all; what belongs to nothing has an empty one.
    public static IReadOnlyList<TextColumn<RowAnswer>> Figures(Language language) =>
    [
        new(Code, row => row.Key ?? Total.In(language)),
        new(Name, row => row.Name ?? ""),
        .. Numbers<RowAnswer>(),
        new(new("target", "mục tiêu"), row => row.Target?.Met is { } met ? (met ? new Words("met", "đạt") : new Words("missed", "không đạt")).In(language) : row.Key is null ? "" : "-"),
        new(Distance, row => row.Target is { } target ? target.Distance : row.Key is null ? "" : null, true),
        new(new("days late: median", "ngày trễ: trung vị"), row => Number(row.DaysLate.Median), true),
        new(new("most", "nhiều nhất"), row => row.DaysLate.Max, true),
    ];

    public static IReadOnlyList<TextColumn<TrendRowAnswer>> Trend { get; } =
    [
        new(new("interval", "kỳ"), row => row.Interval), new(Code, row => row.Key), new(Name, row => row.Name), .. Numbers<TrendRowAnswer>(),
    ];

    public static IReadOnlyList<TextColumn<AgeingRow>> Ageing(IReadOnlyList<BandAnswer> bands) =>
    [
        new(Code, row => row.Key),
        new(Name, row => row.Name),
        new(Overdue, row => row.OpenOverdue, true),
        .. bands.Select((band, i) => new TextColumn<AgeingRow>(Days(band), row => row.Bands[i], true)),
    ];

    public static IReadOnlyList<TextColumn<DueSoonRow>> DueSoon { get; } =
    [
        new(Code, row => row.Key),
        new(Name, row => row.Name),
        new(new("1 day", "1 ngày"), row => row.Within1, true),
        new(new("3 days", "3 ngày"), row => row.Within3, true),
        new(new("5 days", "5 ngày"), row => row.Within5, true),
    ];

    public static IReadOnlyList<TextColumn<LeagueRowAnswer>> League(Language language) =>
    [
        new(new("rank", "hạng"), row => row.Rank is null ? null : row.RankFrom == row.RankTo ? row.Rank : $"{row.Rank} ({row.RankFrom}–{row.RankTo})", true),
        new(Code, row => row.Key),
        new(Name, row => row.Name),
        new(OnTime, row => row.Rate, true),
        new(new("95 % interval", "khoảng tin cậy 95 %"), row => row.Low is null ? null : $"{PercentText.Of(row.Low, language)} – {PercentText.Of(row.High, language)}", true),
        new(new("judged", "đã xét"), row => row.Denominator, true),
        new(Late, row => row.Late, true),
        new(Overdue, row => row.OpenOverdue, true),
        new(Distance, row => row.Distance, true),
    ];

    public static IReadOnlyList<TextColumn<TargetResultAnswer>> Targets(Language language) =>
    [
        new(new("target", "mục tiêu"), row => row.Id),
        new(new("unit", "đơn vị"), row => row.Unit is null ? "" : $"{row.Unit} {row.UnitName}"),
        new(new("definition", "định nghĩa"), row => row.Definition),
        new(new("value", "giá trị"), row => row.Value, true),
        new(new("of", "trên tổng"), row => string.Create(CultureInfo.InvariantCulture, $"{row.Numerator}/{row.Denominator}"), true),
        new(new("must be", "yêu cầu"), row => $"{row.Comparison} {PercentText.Of((double)row.Threshold, language)}", true),
        new(new("met", "đạt"), row => row.Met),
        new(Distance, row => row.Distance, true),
    ];

    public static IReadOnlyList<TextColumn<DossierItem>> Dossiers { get; } =
    [
        new(Code, item => item.Code),
        new(new("unit", "đơn vị"), item => item.UnitName),
        new(new("procedure", "thủ tục"), item => item.Procedure),
        new(new("holder", "đang giữ"), item => item.Holder),
        new(new("due", "hẹn trả"), item => item.DueAt?[..10]),
        new(new("finished", "giải quyết"), item => item.FinishedAt?[..10]),
        new(new("state", "trạng thái"), item => item.State),
        new(new("days late", "ngày trễ"), item => item.DaysLate, true),
    ];

    private static TextColumn<TRow>[] Numbers<TRow>()
        where TRow : RowAnswer =>
    [
        new(new("received", "tiếp nhận"), row => row.Received, true),
        new(new("finished", "giải quyết"), row => row.Finished, true),
        new(Late, row => row.Late, true),
        new(OnTime, row => row.OnTimeRate, true),
        new(new("open", "đang xử lý"), row => row.Open, true),
        new(Overdue, row => row.OpenOverdue, true),
    ];

    // A number of days, which is no rate.
    private static string? Number(double? days) => days?.ToString(CultureInfo.InvariantCulture);

    private static Words Days(BandAnswer band)
    {
        var days = band.To is { } to ? (band.From == to ? $"{to}" : $"{band.From}–{to}") : $"> {band.From - 1}";
        return new Words($"{days} d", $"{days} ngày");
    }
}

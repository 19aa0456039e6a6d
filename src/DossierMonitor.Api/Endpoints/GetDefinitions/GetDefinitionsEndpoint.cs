using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Endpoints.GetDefinitions;

public sealed record DefinitionsAnswer(
    string Version,
    IReadOnlyList<DefinitionAnswer> Definitions,
    IReadOnlyList<MeasureAnswer> Measures,
    IReadOnlyList<FindingAnswer> Findings,
    string Balance);

public sealed record NameAnswer(string Vi, string En);

public sealed record DefinitionAnswer(string Id, NameAnswer Name, string Numerator, string Denominator, string DueDate, bool Default);

public sealed record MeasureAnswer(string Name, string Vi, string En);

public sealed record FindingAnswer(string Code, string Vi, string En);

/// <summary>GET /v1/definitions</summary>
public sealed class GetDefinitionsEndpoint(TimeProvider time) : ApiEndpoint(time)
{
    private const string Balance =
        "carriedOver + received + reopened + transferredIn = finished + withdrawn + refused + stopped + transferredOut + open";

    public override void Configure()
    {
        Get("/v1/definitions");
        Allow(AccessPolicy.Reference);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return AnswerAsync(
            new DefinitionsAnswer(
                RateDefinition.All.Max(definition => definition.Version).ToString(System.Globalization.CultureInfo.InvariantCulture),
                [.. RateDefinition.All.Select(definition => new DefinitionAnswer(
                    definition.Id,
                    new NameAnswer(definition.NameVi, definition.NameEn),
                    definition.Numerator,
                    definition.Denominator,
                    definition.Basis.Camel(),
                    definition == RateDefinition.Closed))],
                MeasureTexts.All,
                [.. Enum.GetValues<Finding>().Select(finding => new FindingAnswer(
                    finding.Name(), FindingTexts.Of(finding).Vi, FindingTexts.Of(finding).En))],
                Balance),
            ct);
    }
}

/// <summary>The numbers of a row, in words.</summary>
internal static class MeasureTexts
{
    public static IReadOnlyList<MeasureAnswer> All { get; } =
    [
        new("carriedOver", "Tồn kỳ trước chuyển sang", "Open at the end of the day before the period"),
        new("received", "Tiếp nhận trong kỳ", "Received in the period"),
        new("reopened", "Mở lại", "Reopened in the period"),
        new("transferredIn", "Nhận chuyển đến", "Taken over from another unit"),
        new("transferredOut", "Chuyển đi", "Handed to another unit"),
        new("notAccepted", "Từ chối tiếp nhận (đếm riêng)", "Refused before receipt (counted apart)"),
        new("finished", "Đã giải quyết", "Finished = early + onTime + late + noDueDate"),
        new("early", "Trước hạn", "Finished before the due date's day"),
        new("onTime", "Đúng hạn", "Finished on the due date's day, not after it"),
        new("late", "Trễ hạn", "Finished after the due date"),
        new("noDueDate", "Đã giải quyết, không có ngày hẹn trả", "Finished without a due date: in no rate"),
        new("withdrawn", "Công dân rút hồ sơ", "Withdrawn: no verdict"),
        new("refused", "Từ chối giải quyết", "Refused after receipt: no verdict"),
        new("stopped", "Dừng xử lý", "Stopped: no verdict"),
        new("open", "Đang giải quyết", "Open at the end of the period or as of then"),
        new("openOverdue", "Đang giải quyết, quá hạn (thuộc open)", "Open past the due date; a part of open"),
        new("paused", "Tạm dừng, chưa quá hạn (thuộc open)", "Paused and not overdue; a part of open"),
        new("openNoDueDate", "Đang giải quyết, không có ngày hẹn trả (thuộc open)", "Open without a due date; a part of open"),
        new("onTimeRate", "Tỷ lệ đúng hạn", "The definition's numerator ÷ denominator; null when that is 0"),
        new("lateRate", "Tỷ lệ trễ hạn", "1 − onTimeRate"),
        new("daysLate", "Số ngày làm việc trễ của hồ sơ đã giải quyết trễ hạn", "Working days late of those finished late: total, median, p90 (nearest rank), max"),
    ];
}

using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetLeague;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;

namespace DossierMonitor.Api.Reports;

/// <summary>What a report says of its numbers, so that a sheet of paper can be checked years later.</summary>
internal static class ReportFacts
{
    /// <param name="head">Of the answer.</param>
    /// <param name="scope">The unit that the caller sees; null = the whole province.</param>
    /// <param name="lastSeq">The last event of the log that was counted; null = those of a closing.</param>
    /// <param name="closing">The closing; null = none.</param>
    /// <param name="simulated">No real agency's.</param>
    /// <param name="language">Of the report.</param>
    public static IReadOnlyList<ReportFact> Of(FigureHead head, string? scope, long? lastSeq, LeagueClosingAnswer? closing, bool simulated, Language language)
    {
        var facts = new List<ReportFact>();
        if (simulated)
        {
            Add("Data", "Dữ liệu", new Words("SIMULATED DATA: no figure here is a real agency's", "DỮ LIỆU MÔ PHỎNG: không phải số liệu của cơ quan nào").In(language));
        }

        var definition = RateDefinition.Find(head.Definition)!;
        Add("Definition", "Định nghĩa tỷ lệ", $"{head.Definition} ({new Words(definition.NameEn, definition.NameVi).In(language)}; v{definition.Version})");
        Add("From", "Từ ngày", DateOnly.ParseExact(head.From, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("To", "Đến ngày", DateOnly.ParseExact(head.To, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("As of", "Tính đến thời điểm", Local(head.AsOf));
        if (head.KnownAt is { } known)
        {
            Add("By what was recorded until", "Theo dữ liệu ghi nhận đến", Local(known));
        }

        Add("Time zone", "Múi giờ", head.TimeZone);
        Add("Working calendar", "Lịch làm việc", head.Calendar);
        Add("Verdict by", "So sánh hạn theo", (head.VerdictBy == "date" ? new Words("date", "ngày") : new Words("instant", "thời điểm")).In(language));
        foreach (var (name, value) in new[]
        {
            (new Words("Unit", "Đơn vị"), head.Filter.Unit), (new Words("Field", "Lĩnh vực"), head.Filter.Field), (new Words("Procedure", "Thủ tục"), head.Filter.Procedure),
            (new Words("Channel", "Hình thức tiếp nhận"), head.Filter.Channel), (new Words("With", "Gồm cả"), head.Filter.Include),
        })
        {
            if (value is not null)
            {
                facts.Add(new ReportFact(name.In(language), value));
            }
        }

        if (scope is not null)
        {
            Add("Only the units of", "Chỉ các đơn vị thuộc", scope);
        }

        Add("Closing", "Kỳ chốt số", closing is null
            ? new Words("none: computed from the log", "không: tính từ nhật ký").In(language)
            : $"{closing.Id.ToString(CultureInfo.InvariantCulture)} – {closing.Name}");
        if (closing is not null)
        {
            Add("Closed at", "Chốt lúc", Local(closing.ClosedAt));
            Add("SHA-256 of the closing", "SHA-256 của kỳ chốt", closing.Digest);
        }

        Add("Source", "Nguồn", lastSeq is { } seq
            ? string.Create(CultureInfo.InvariantCulture, $"DossierMonitor, {new Words("log of events 1 to", "nhật ký sự kiện 1 đến").In(language)} {seq}")
            : new Words("DossierMonitor, frozen figures", "DossierMonitor, số liệu đã chốt").In(language));
        Add("Verified from the log", "Đã kiểm chứng từ nhật ký", head.Verified.At is { } at
            ? $"{(head.Verified.Result == "ok" ? new Words("yes", "khớp") : new Words("DIFFERENCE FOUND", "CÓ SAI LỆCH")).In(language)}, {at}"
            : new Words("not yet", "chưa").In(language));
        return facts;

        void Add(string en, string vi, object? value) => facts.Add(new ReportFact(new Words(en, vi).In(language), value));
    }

    // As it is written, in the zone that is named.
    private static DateTime Local(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).DateTime;
}

using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Dossiers;

namespace DossierMonitor.Api.Answers;

/// <summary>What each finding means, for people.</summary>
public static class FindingTexts
{
    private static readonly Dictionary<Finding, Words> Texts = new()
    {
        [Finding.NoReceipt] = new("Events came, but not the receipt: the dossier is in no figure until it does.", "Có sự kiện nhưng chưa có tiếp nhận: hồ sơ chưa được tính vào số liệu nào."),
        [Finding.SecondReceipt] = new("It was received again; the first receipt holds.", "Được tiếp nhận lại; lần tiếp nhận đầu có hiệu lực."),
        [Finding.BeforeReceipt] = new("An event happened before the receipt; it counts from the receipt on, or not at all if it is a refusal.", "Có sự kiện trước khi tiếp nhận; được tính từ lúc tiếp nhận (từ chối thì không được tính)."),
        [Finding.FinishedBeforeReceived] = new("It was finished before it was received; it counts from the receipt.", "Kết quả có trước khi tiếp nhận; được tính từ lúc tiếp nhận."),
        [Finding.TimeInFuture] = new("An event's time lay ahead of the moment at which it came.", "Thời điểm của sự kiện sau thời điểm nhận được sự kiện."),
        [Finding.DueBeforeReceipt] = new("The appointed date lies before the receipt.", "Ngày hẹn trả trước ngày tiếp nhận."),
        [Finding.NoDueDate] = new("It has no due date, so it is in no rate.", "Không có ngày hẹn trả nên không tính vào tỷ lệ nào."),
        [Finding.SecondSupplement] = new("A supplement was asked for more than once.", "Yêu cầu bổ sung hồ sơ quá một lần."),
        [Finding.SecondExtension] = new("It was extended more than once.", "Gia hạn quá một lần."),
        [Finding.LateExtension] = new("It was extended later than one day before the due date.", "Gia hạn không sớm hơn ngày hẹn trả ít nhất một ngày."),
        [Finding.ResumeWithoutPause] = new("A pause ended that had not begun.", "Kết thúc tạm dừng khi chưa tạm dừng."),
        [Finding.PauseWhileOpenPause] = new("A pause began that was already open.", "Tạm dừng khi đang tạm dừng cùng loại."),
        [Finding.ReopenedWhileOpen] = new("It was reopened while open.", "Mở lại khi hồ sơ chưa kết thúc."),
        [Finding.AfterEnd] = new("An event came after the end and had no effect.", "Có sự kiện sau khi hồ sơ đã kết thúc, không có hiệu lực."),
        [Finding.VoidWithoutTarget] = new("An event was taken back that this dossier does not have.", "Hủy một sự kiện không có trong hồ sơ này."),
        [Finding.ForeignSource] = new("Another source than the one that received it sent an event; it has no effect.", "Nguồn khác với nguồn tiếp nhận gửi sự kiện; không có hiệu lực."),
        [Finding.UnknownUnit] = new("Its unit is no longer in the reference data.", "Đơn vị không còn trong danh mục."),
        [Finding.UnitOutsideValidity] = new("Its unit was not valid on that day.", "Đơn vị không còn (hoặc chưa) hiệu lực vào ngày đó."),
        [Finding.UnknownProcedure] = new("Its procedure is not in the reference data.", "Thủ tục không có trong danh mục."),
        [Finding.FieldMismatch] = new("The portal names another field than the procedure's; the procedure's holds.", "Lĩnh vực do cổng gửi khác với lĩnh vực của thủ tục; lấy theo thủ tục."),
        [Finding.StatutoryUnknown] = new("The calendar does not reach far enough for the statutory date.", "Lịch làm việc chưa đủ để tính hạn theo quy định."),
        [Finding.BeyondCalendar] = new("The calendar does not reach far enough for the due date.", "Lịch làm việc chưa đủ để tính ngày hẹn trả."),
        [Finding.UnconfirmedCalendar] = new("A due date was computed over a year whose days off are not confirmed.", "Ngày hẹn trả được tính qua năm chưa xác nhận ngày nghỉ."),
    };

    public static Words Of(Finding finding) => Texts[finding];
}

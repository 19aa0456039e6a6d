using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Deadlines;

namespace DossierMonitor.Api.Answers;

/// <summary>What each line of a ledger says, for people. {0} is the number, the office time or the reason of the line.</summary>
public static class LedgerTexts
{
    private static readonly Dictionary<LedgerRule, Words> Texts = new()
    {
        [LedgerRule.Receipt] = new("The clock starts; this day is day 0.", "Bắt đầu tính; ngày này là ngày 0."),
        [LedgerRule.LateReceipt] = new("Received after the cut-off time: counts as received on the next working day.", "Tiếp nhận sau giờ quy định: tính là tiếp nhận vào ngày làm việc tiếp theo."),
        [LedgerRule.Restart] = new("The complete supplement starts the limit again.", "Hồ sơ bổ sung đầy đủ: tính lại thời hạn từ đầu."),
        [LedgerRule.WorkingDay] = new("Working day {0}.", "Ngày làm việc thứ {0}."),
        [LedgerRule.MakeUpDay] = new("Working day {0}, making up for a day off.", "Ngày làm việc thứ {0} (làm bù)."),
        [LedgerRule.Weekend] = new("Weekend, not counted.", "Cuối tuần, không tính."),
        [LedgerRule.DayOff] = new("Day off, not counted: {0}", "Ngày nghỉ, không tính: {0}"),
        [LedgerRule.OfficeHours] = new("Office hours counted: {0}", "Giờ làm việc được tính: {0}"),
        [LedgerRule.CloseOfOffice] = new("A computed date is the close of office on its last day.", "Hạn tính được là cuối giờ làm việc của ngày cuối."),
        [LedgerRule.Appointed] = new("The date that the portal named.", "Ngày hẹn trả do hệ thống một cửa gửi."),
        [LedgerRule.Extended] = new("Extended: the new appointed date.", "Gia hạn: ngày hẹn trả mới."),
        [LedgerRule.PauseBegins] = new("The clock stops.", "Tạm dừng tính thời gian."),
        [LedgerRule.PauseEnds] = new("The clock goes on.", "Tiếp tục tính thời gian."),
        [LedgerRule.PausedDay] = new("Paused, to be added: {0}", "Thời gian tạm dừng được cộng thêm: {0}"),
        [LedgerRule.Moved] = new("The date is moved by the paused working time.", "Hạn được dời theo thời gian làm việc đã tạm dừng."),
        [LedgerRule.PauseNotCounted] = new("The clock policy of this procedure does not count pauses.", "Thủ tục này không trừ thời gian tạm dừng."),
        [LedgerRule.StandsStill] = new("The clock stands still: the date moves when it goes on.", "Đang tạm dừng: hạn sẽ dời khi tiếp tục."),
        [LedgerRule.StaysOverdue] = new("It was overdue before the pause; a pause cannot rescue it.", "Đã quá hạn trước khi tạm dừng; việc tạm dừng không làm hết quá hạn."),
        [LedgerRule.Provisional] = new("Beyond the loaded calendar: weekends only, until the year's days off are loaded.", "Vượt quá lịch đã nạp: chỉ trừ cuối tuần cho đến khi nạp lịch năm đó."),
        [LedgerRule.Unknown] = new("The calendar does not reach that far: the date is not known.", "Lịch làm việc chưa đủ: chưa xác định được hạn."),
        [LedgerRule.NoDueDate] = new("No date was appointed and no limit is known.", "Không có ngày hẹn trả và chưa biết thời hạn của thủ tục."),
        [LedgerRule.DueDate] = new("The due date.", "Hạn trả kết quả."),
        [LedgerRule.DueDay] = new("The due date; verdicts go by date, so the end of this day binds.", "Hạn trả kết quả; đánh giá theo ngày nên tính đến hết ngày này."),
    };

    public static string Of(LedgerLine line, Language language)
    {
        ArgumentNullException.ThrowIfNull(line);
        var argument = line.Rule switch
        {
            LedgerRule.DayOff => line.Reason,
            LedgerRule.PausedDay or LedgerRule.OfficeHours when line.Time is { } time => Hours(time),
            _ => line.Number?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return Texts[line.Rule].In(language, argument ?? "");
    }

    /// <summary>Hours and minutes of office time: 7:30.</summary>
    public static string Hours(TimeSpan time) => $"{(int)time.TotalHours}:{time.Minutes:00}";
}

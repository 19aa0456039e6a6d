using DossierMonitor.Domain.Deadlines;
using DossierMonitor.Domain.Dossiers;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Deadlines;

/// <summary>Limits in hours: 12 office hours of 7:00–11:30 and 13:30–17:00, written out day by day.</summary>
public sealed class LedgerHoursTests
{
    // 3 November 2022 is a Thursday. Only whole lines between the receipt and the due date.
    public static TheoryData<string, string[]> Limits => new()
    {
        { "2022-11-03 08:00", ["OfficeHours 2022-11-03 + 07:00", "OfficeHours 2022-11-04 + 05:00 → 2022-11-04 14:00"] },
        { "2022-11-03 11:29", ["OfficeHours 2022-11-03 + 03:31", "OfficeHours 2022-11-04 + 08:00", "Weekend 2022-11-05 -", "Weekend 2022-11-06 -", "OfficeHours 2022-11-07 + 00:29 → 2022-11-07 07:29"] },
        { "2022-11-03 11:30", ["OfficeHours 2022-11-03 + 03:30", "OfficeHours 2022-11-04 + 08:00", "Weekend 2022-11-05 -", "Weekend 2022-11-06 -", "OfficeHours 2022-11-07 + 00:30 → 2022-11-07 07:30"] },
        { "2022-11-03 15:00", ["OfficeHours 2022-11-03 + 02:00", "OfficeHours 2022-11-04 + 08:00", "Weekend 2022-11-05 -", "Weekend 2022-11-06 -", "OfficeHours 2022-11-07 + 02:00 → 2022-11-07 09:00"] },
        { "2022-11-03 15:01", ["LateReceipt 2022-11-03 - r", "Receipt 2022-11-04 -", "OfficeHours 2022-11-04 + 08:00", "Weekend 2022-11-05 -", "Weekend 2022-11-06 -", "OfficeHours 2022-11-07 + 04:00 → 2022-11-07 11:00"] },
        { "2022-11-05 10:00", ["Weekend 2022-11-05 -", "Weekend 2022-11-06 -", "OfficeHours 2022-11-07 + 08:00", "OfficeHours 2022-11-08 + 04:00 → 2022-11-08 11:00"] },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_limit_in_hours_counts_the_open_hours_of_each_day(string received, string[] lines)
    {
        var due = lines[^1][lines[^1].IndexOf(" →", StringComparison.Ordinal)..];
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Statutory, Received(received, "H"))
            .ShouldBe([$"Receipt {received[..10]} r", .. lines, $"DueDate {due[3..13]}{due}"]);
    }

    // Due on the 4th at 14:00. Paused from after the close of the 3rd to 8:00 on Monday: 0 + 8 + 1 hours.
    [Fact]
    public void A_pause_counts_the_open_hours_of_each_day_and_names_the_days_without_any()
    {
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Statutory,
            Received("2022-11-03 08:00", "H"),
            Event("p", DossierEventType.Suspended, "2022-11-03 17:30"),
            Event("q", DossierEventType.Resumed, "2022-11-07 08:00"))[3..].ShouldBe(
        [
            "PauseBegins 2022-11-03 p",
            "PausedDay 2022-11-03 - 00:00",
            "PausedDay 2022-11-04 + 08:00",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "PausedDay 2022-11-07 + 01:00",
            "PauseEnds 2022-11-07 q",
            "OfficeHours 2022-11-04 + 03:00",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "OfficeHours 2022-11-07 + 06:00 → 2022-11-07 15:00",
            "Moved 2022-11-07 q → 2022-11-07 15:00",
            "DueDate 2022-11-07 → 2022-11-07 15:00",
        ]);
    }

    // Due at the close of Friday the 4th; paused on Thursday at 13:30 to Friday at 8:00: 3:30 + 1:00, of which Friday takes none.
    [Fact]
    public void A_date_at_the_close_of_office_moves_into_the_next_day()
    {
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current,
            Received("2022-11-03 08:00", "H", "2022-11-04 17:00"),
            Event("p", DossierEventType.Suspended, "2022-11-03 13:30"),
            Event("q", DossierEventType.Resumed, "2022-11-04 08:00"))[1..].ShouldBe(
        [
            "PauseBegins 2022-11-03 p",
            "PausedDay 2022-11-03 + 03:30",
            "PausedDay 2022-11-04 + 01:00",
            "PauseEnds 2022-11-04 q",
            "OfficeHours 2022-11-04 - 00:00",
            "Weekend 2022-11-05 -",
            "Weekend 2022-11-06 -",
            "OfficeHours 2022-11-07 + 04:30 → 2022-11-07 11:30",
            "Moved 2022-11-07 q → 2022-11-07 11:30",
            "DueDate 2022-11-07 → 2022-11-07 11:30",
        ]);
    }

    [Fact]
    public void A_pause_outside_office_hours_moves_nothing()
    {
        LedgerText.Lines(SmallWorld.Rules(), DueDateKind.Current,
            Received("2022-11-03 08:00", "H"),
            Event("p", DossierEventType.Suspended, "2022-11-03 11:30"),
            Event("q", DossierEventType.Resumed, "2022-11-03 13:30"))[3..].ShouldBe(
        [
            "PauseBegins 2022-11-03 p",
            "PausedDay 2022-11-03 - 00:00",
            "PauseEnds 2022-11-03 q",
            "Moved 2022-11-04 q → 2022-11-04 14:00",
            "DueDate 2022-11-04 → 2022-11-04 14:00",
        ]);
    }
}

using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class SilenceRuleTests
{
    // 2022-12-09 is a Friday.
    [Theory]
    [InlineData("2022-12-09", "2022-12-09", false)]
    [InlineData("2022-12-09", "2022-12-10", false)]
    [InlineData("2022-12-09", "2022-12-12", false)]
    [InlineData("2022-12-09", "2022-12-13", true)]
    [InlineData("2022-12-08", "2022-12-09", false)]
    [InlineData("2022-12-08", "2022-12-10", true)]
    [InlineData("2022-12-10", "2022-12-12", false)]
    [InlineData("2022-12-12", "2022-12-09", false)]
    public void A_portal_is_silent_once_a_whole_working_day_has_gone_by(string last, string today, bool silent) =>
        SilenceRule.IsSilent(WorkingCalendar.WeekendsOnly, Day(last), Day(today)).ShouldBe(silent);

    [Fact]
    public void A_day_off_is_no_silence()
    {
        var calendar = new WorkingCalendar("test", [new CalendarDay(Day("2022-12-13"), false, "off", "confirmed")]);
        SilenceRule.IsSilent(calendar, Day("2022-12-12"), Day("2022-12-14")).ShouldBeFalse();
        SilenceRule.IsSilent(calendar, Day("2022-12-12"), Day("2022-12-15")).ShouldBeTrue();
    }

    [Fact]
    public void Beyond_the_last_loaded_year_weekends_are_enough_to_tell()
    {
        var calendar = new WorkingCalendar("test", [new CalendarDay(Day("2022-12-13"), false, "off", "confirmed")]);
        SilenceRule.IsSilent(calendar, Day("2031-01-06"), Day("2031-01-07")).ShouldBeFalse();
        SilenceRule.IsSilent(calendar, Day("2031-01-06"), Day("2031-01-08")).ShouldBeTrue();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

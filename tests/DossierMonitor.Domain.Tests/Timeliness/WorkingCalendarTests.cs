using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class WorkingCalendarTests
{
    // 2022: 2 September (Friday) off, Saturday 10 September made up. 2024 loaded by its own row; 2023 lies between.
    private static readonly WorkingCalendar Calendar = new(
        "test",
        [
            new CalendarDay(new DateOnly(2022, 9, 1), false, "National Day", "high"),
            new CalendarDay(new DateOnly(2022, 9, 2), false, "National Day", "high"),
            new CalendarDay(new DateOnly(2022, 9, 10), true, "make-up", "high"),
            new CalendarDay(new DateOnly(2024, 1, 1), false, "New Year", "medium"),
        ]);

    [Theory]
    [InlineData("2022-08-31", true)]
    [InlineData("2022-09-01", false)]
    [InlineData("2022-09-02", false)]
    [InlineData("2022-09-03", false)]
    [InlineData("2022-09-10", true)]
    [InlineData("2022-09-11", false)]
    [InlineData("2022-09-12", true)]
    public void Weekends_and_days_off_are_off_and_a_make_up_Saturday_is_worked(string day, bool works) =>
        Calendar.IsWorkingDay(Day(day)).ShouldBe(works);

    [Theory]
    [InlineData("2022-08-31", 0, "2022-08-31")]
    [InlineData("2022-08-31", 1, "2022-09-05")]
    [InlineData("2022-09-09", 1, "2022-09-10")]
    [InlineData("2022-09-09", 2, "2022-09-12")]
    [InlineData("2022-09-10", 1, "2022-09-12")]
    [InlineData("2022-09-03", 1, "2022-09-05")]
    [InlineData("2022-09-03", 0, "2022-09-03")]
    public void The_nth_working_day_after_a_day(string start, int days, string expected)
    {
        Calendar.TryAddWorkingDays(Day(start), days, out var result).ShouldBeTrue();
        result.ShouldBe(Day(expected));
    }

    [Theory]
    [InlineData("2022-08-31", "2022-09-05", 1)]
    [InlineData("2022-09-01", "2022-09-04", 0)]
    [InlineData("2022-09-09", "2022-09-12", 2)]
    [InlineData("2022-09-12", "2022-09-12", 0)]
    [InlineData("2022-09-12", "2022-09-01", 0)]
    public void Working_days_after_one_day_through_another(string after, string through, int expected) =>
        Calendar.WorkingDaysBetween(Day(after), Day(through)).ShouldBe(expected);

    [Fact]
    public void A_year_whose_rows_are_all_of_high_confidence_is_confirmed()
    {
        Calendar.IsConfirmed(2022).ShouldBeTrue();
        Calendar.IsConfirmed(2024).ShouldBeFalse();
    }

    [Fact]
    public void A_year_before_or_between_loaded_years_has_weekends_only_and_is_unconfirmed()
    {
        Calendar.IsConfirmed(2021).ShouldBeFalse();
        Calendar.IsConfirmed(2023).ShouldBeFalse();
        Calendar.IsWorkingDay(new DateOnly(2023, 9, 1)).ShouldBeTrue();
        Calendar.TryAddWorkingDays(new DateOnly(2023, 8, 31), 1, out var next).ShouldBeTrue();
        next.ShouldBe(new DateOnly(2023, 9, 1));
    }

    [Fact]
    public void Beyond_the_last_loaded_year_no_date_is_computed_but_days_are_counted()
    {
        Calendar.LastLoadedYear.ShouldBe(2024);
        Calendar.IsBeyondEnd(new DateOnly(2024, 12, 31)).ShouldBeFalse();
        Calendar.IsBeyondEnd(new DateOnly(2025, 1, 1)).ShouldBeTrue();
        Calendar.TryAddWorkingDays(new DateOnly(2024, 12, 30), 1, out _).ShouldBeTrue();
        Calendar.TryAddWorkingDays(new DateOnly(2024, 12, 31), 1, out _).ShouldBeFalse();
        Calendar.TryAddWorkingDays(new DateOnly(2025, 1, 2), 0, out _).ShouldBeFalse();
        Calendar.WorkingDaysBetween(new DateOnly(2024, 12, 31), new DateOnly(2025, 1, 6)).ShouldBe(4);
    }

    [Fact]
    public void Without_any_list_there_is_no_end()
    {
        WorkingCalendar.WeekendsOnly.LastLoadedYear.ShouldBeNull();
        WorkingCalendar.WeekendsOnly.TryAddWorkingDays(new DateOnly(2090, 1, 2), 5, out var day).ShouldBeTrue();
        day.ShouldBe(new DateOnly(2090, 1, 9));
        WorkingCalendar.WeekendsOnly.IsConfirmed(2022).ShouldBeFalse();
    }

    [Theory]
    [InlineData(2022, true, "high")]
    [InlineData(2024, false, "mixed")]
    public void A_year_without_a_description_is_described_by_its_rows(int year, bool confirmed, string confidence) =>
        Calendar.Year(year).ShouldBe(new CalendarYear(year, confirmed, "calendar.csv", confidence));

    [Fact]
    public void One_row_of_less_confidence_makes_the_whole_year_unconfirmed() =>
        new WorkingCalendar(
            "test",
            [
                new CalendarDay(new DateOnly(2025, 5, 1), false, "Labour Day", "HIGH"),
                new CalendarDay(new DateOnly(2025, 5, 2), false, "swap", "medium"),
                new CalendarDay(new DateOnly(2026, 5, 1), false, "Labour Day", "High"),
            ]).Years.OrderBy(year => year.Year).Select(year => year.Confirmed).ShouldBe([false, true]);

    [Fact]
    public void A_calendar_has_a_version_that_answers_can_name()
    {
        Calendar.Version.ShouldBe("test");
        Calendar.Provisional.Version.ShouldBe("test");
        WorkingCalendar.WeekendsOnly.Version.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void A_negative_number_of_days_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.TryAddWorkingDays(Day("2022-09-12"), -1, out _));

    // Days are known through Thursday 31 December 2150.
    [Fact]
    public void Days_are_counted_and_added_through_the_last_day_that_is_known_and_not_beyond()
    {
        var calendar = WorkingCalendar.WeekendsOnly;
        calendar.WorkingDaysBetween(Day("2150-12-29"), Day("2150-12-31")).ShouldBe(2);
        calendar.WorkingDaysBetween(Day("2150-12-30"), DateOnly.MaxValue).ShouldBe(1);
        calendar.TryAddWorkingDays(Day("2150-12-30"), 1, out var last).ShouldBeTrue();
        last.ShouldBe(Day("2150-12-31"));
        calendar.TryAddWorkingDays(Day("2150-12-30"), 2, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_described_year_is_confirmed_as_described() =>
        new WorkingCalendar(
            "test",
            [new CalendarDay(new DateOnly(2025, 5, 2), false, "swap", "high")],
            [new CalendarYear(2025, false, "press", "medium")]).IsConfirmed(2025).ShouldBeFalse();

    [Fact]
    public void A_described_year_without_rows_is_not_loaded()
    {
        var calendar = new WorkingCalendar(
            "test",
            [new CalendarDay(new DateOnly(2025, 5, 2), false, "swap", "high")],
            [new CalendarYear(2026, true, "notice", "high")]);
        calendar.IsConfirmed(2026).ShouldBeFalse();
        calendar.LastLoadedYear.ShouldBe(2025);
    }

    [Fact]
    public void A_date_that_stands_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => new WorkingCalendar(
            "test", [new CalendarDay(new DateOnly(2022, 9, 2), false, "", ""), new CalendarDay(new DateOnly(2022, 9, 2), true, "", "")]))
            .Message.ShouldContain("2022-09-02");

    [Fact]
    public void Adding_and_counting_are_inverse_from_any_day() =>
        Gen.Select(Gen.Int[0, 365 * 4], Gen.Int[1, 300]).Sample((offset, days) =>
        {
            var start = new DateOnly(2021, 1, 1).AddDays(offset);
            Golden.TryAddWorkingDays(start, days, out var end).ShouldBeTrue();
            Golden.IsWorkingDay(end).ShouldBeTrue();
            Golden.WorkingDaysBetween(start, end).ShouldBe(days);
            Golden.WorkingDaysBetween(start, end.AddDays(-1)).ShouldBe(days - 1);
        });

    [Fact]
    public void Counting_agrees_with_walking_day_by_day() =>
        Gen.Select(Gen.Int[0, 365 * 6], Gen.Int[0, 400]).Sample((offset, length) =>
        {
            var after = new DateOnly(2020, 6, 1).AddDays(offset);
            var walked = Enumerable.Range(1, length).Count(i => Golden.IsWorkingDay(after.AddDays(i)));
            Golden.WorkingDaysBetween(after, after.AddDays(length)).ShouldBe(walked);
        });

    [Theory]
    [InlineData("2022-01-29", "2022-02-06", 0)]
    [InlineData("2022-01-28", "2022-02-07", 1)]
    [InlineData("2023-01-19", "2023-01-27", 1)]
    public void The_shipped_calendar_knows_Tet(string after, string through, int expected) =>
        Golden.WorkingDaysBetween(Day(after), Day(through)).ShouldBe(expected);

    private static WorkingCalendar Golden => GoldenCase.Calendar;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

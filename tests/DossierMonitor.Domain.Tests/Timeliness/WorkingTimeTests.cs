using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class WorkingTimeTests
{
    private static readonly WorkClock Clock = new(
        GoldenCase.Calendar, Zone("Asia/Ho_Chi_Minh"), OfficeHours.Default, WorkClock.DefaultLateReceiptAfter);

    private static readonly Gen<DateOnly> Days = Gen.Int[0, (365 * 6) - 60].Select(days => new DateOnly(2021, 1, 1).AddDays(days));

    [Fact]
    public void Adding_working_days_and_counting_them_are_inverse() =>
        Gen.Select(Days, Gen.Int[0, 30]).Sample((start, count) =>
        {
            if (!GoldenCase.Calendar.TryAddWorkingDays(start, count, out var end))
            {
                return end.Year > 2026;
            }

            return GoldenCase.Calendar.WorkingDaysBetween(start, end) == count && (count == 0 || GoldenCase.Calendar.IsWorkingDay(end));
        }, iter: Iterations.Of(20_000));

    [Fact]
    public void Adding_in_two_steps_is_adding_at_once() =>
        Gen.Select(Days, Gen.Int[1, 20], Gen.Int[0, 20]).Sample((start, first, second) =>
            !GoldenCase.Calendar.TryAddWorkingDays(start, first + second, out var once)
            || (GoldenCase.Calendar.TryAddWorkingDays(start, first, out var half)
                && GoldenCase.Calendar.TryAddWorkingDays(half, second, out var twice) && twice == once), iter: Iterations.Of(5_000));

    [Fact]
    public void Adding_office_time_and_measuring_it_are_inverse() =>
        Gen.Select(Days, Gen.Int[0, 86_399_999], Gen.Int[1, 100 * 3_600_000]).Sample((day, millisecond, length) =>
        {
            var start = Clock.Days.StartOf(day).Plus(TimeSpan.FromMilliseconds(millisecond));
            var time = TimeSpan.FromMilliseconds(length);
            return !Clock.TryAddOfficeTime(start, time, out var end) || Clock.OfficeTimeBetween(start, end) == time;
        }, iter: Iterations.Of(10_000));

    [Theory]
    [InlineData("2022-11-03T10:30:00+07:00", 1, "2022-11-03T11:30:00+07:00")] // up to lunch, not after it
    [InlineData("2022-11-03T10:30:00+07:00", 2, "2022-11-03T14:30:00+07:00")]
    [InlineData("2022-11-03T12:00:00+07:00", 1, "2022-11-03T14:30:00+07:00")]
    [InlineData("2022-11-04T16:30:00+07:00", 1, "2022-11-07T07:30:00+07:00")] // over a weekend
    [InlineData("2022-01-28T16:00:00+07:00", 2, "2022-02-07T08:00:00+07:00")] // over Tết 2022
    [InlineData("2025-04-25T16:00:00+07:00", 2, "2025-04-26T08:00:00+07:00")] // into a make-up Saturday
    public void Office_time_runs_through_opening_hours_only(string start, int hours, string expected)
    {
        Clock.TryAddOfficeTime(Instant.Parse(start), TimeSpan.FromHours(hours), out var end).ShouldBeTrue();
        end.ShouldBe(Instant.Parse(expected));
    }

    [Theory]
    [InlineData("2022-01-28", "2022-02-07", 1)]
    [InlineData("2025-01-24", "2025-02-03", 1)]
    [InlineData("2025-04-25", "2025-05-05", 4)] // Sat 26, Mon 28, Tue 29, Mon 5
    [InlineData("2024-04-26", "2024-05-04", 3)] // Thu 2, Fri 3, Sat 4
    [InlineData("2022-11-04", "2022-11-04", 0)]
    [InlineData("2022-11-04", "2022-11-01", 0)]
    public void Working_days_are_counted_by_the_official_list(string after, string through, int expected) =>
        GoldenCase.Calendar.WorkingDaysBetween(DateOnly.Parse(after), DateOnly.Parse(through)).ShouldBe(expected);

    [Fact]
    public void Beyond_the_last_loaded_year_nothing_is_computed_but_elapsed_days_are_counted()
    {
        GoldenCase.Calendar.TryAddWorkingDays(new DateOnly(2026, 12, 30), 1, out var last).ShouldBeTrue();
        last.ShouldBe(new DateOnly(2026, 12, 31));
        GoldenCase.Calendar.TryAddWorkingDays(new DateOnly(2026, 12, 30), 2, out _).ShouldBeFalse();
        GoldenCase.Calendar.TryAddWorkingDays(new DateOnly(2027, 1, 4), 0, out _).ShouldBeFalse();
        GoldenCase.Calendar.WorkingDaysBetween(new DateOnly(2026, 12, 31), new DateOnly(2027, 1, 8)).ShouldBe(6);
        GoldenCase.Calendar.TryAddWorkingDays(new DateOnly(2019, 12, 31), 1, out var before).ShouldBeTrue();
        before.ShouldBe(new DateOnly(2020, 1, 1)); // weekends only before the loaded years
        GoldenCase.Calendar.IsConfirmed(2020).ShouldBeFalse();
        GoldenCase.Calendar.IsConfirmed(2022).ShouldBeTrue();
        GoldenCase.Calendar.IsConfirmed(2026).ShouldBeFalse();
        WorkingCalendar.WeekendsOnly.TryAddWorkingDays(new DateOnly(2080, 1, 1), 10, out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("07:00-11:30,13:30-17:00", 8)]
    [InlineData("08:00-12:00", 4)]
    [InlineData("06:00-09:00,09:00-10:00,20:00-21:30", 5.5)]
    public void Office_hours_may_have_several_intervals(string text, double hours)
    {
        OfficeHours.Parse(text).PerDay.ShouldBe(TimeSpan.FromHours(hours));
        OfficeHours.Parse(text).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("11:30-07:00")]
    [InlineData("07:00-12:00,11:00-17:00")]
    [InlineData("7-11")]
    public void Wrong_office_hours_are_refused(string text) => Should.Throw<Exception>(() => OfficeHours.Parse(text));

    [Theory]
    [InlineData("Europe/Amsterdam", "2022-03-27", 23)]
    [InlineData("Europe/Amsterdam", "2022-10-30", 25)]
    [InlineData("Europe/Amsterdam", "2022-06-01", 24)]
    [InlineData("America/Sao_Paulo", "2018-11-04", 23)] // the clock jumped at midnight
    [InlineData("Asia/Ho_Chi_Minh", "2022-03-27", 24)]
    public void A_local_day_has_as_many_hours_as_it_has(string zone, string text, int hours)
    {
        var days = Zone(zone);
        var day = DateOnly.Parse(text);
        (days.EndOf(day).Next - days.StartOf(day)).ShouldBe(TimeSpan.FromHours(hours));
        days.DateOf(days.StartOf(day)).ShouldBe(day);
        days.DateOf(days.EndOf(day)).ShouldBe(day);
        days.DateOf(days.StartOf(day).Previous).ShouldBe(day.AddDays(-1));
        days.DateOf(days.EndOf(day).Next).ShouldBe(day.AddDays(1));
    }

    [Fact]
    public void Instants_are_cut_to_milliseconds_also_before_1970()
    {
        Instant.Parse("2022-11-03T08:15:00.9999999+07:00").ShouldBe(Instant.Parse("2022-11-03T01:15:00.999Z"));
        Instant.Parse("1969-12-31T23:59:59.9999999Z").Milliseconds.ShouldBe(-1);
    }

    private static LocalDays Zone(string id) => new(TimeZoneInfo.FindSystemTimeZoneById(id));
}

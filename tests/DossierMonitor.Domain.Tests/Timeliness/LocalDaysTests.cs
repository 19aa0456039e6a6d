using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class LocalDaysTests
{
    // Each has something of its own: no jumps; jumps by night; jumps at midnight (Brazil until 2018, Egypt again since
    // 2023, Lebanon); a jump of half an hour; a zone behind UTC; a zone with quarters of an hour.
    public static TheoryData<string> Zones =>
    [
        "Asia/Ho_Chi_Minh", "Europe/Amsterdam", "America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe", "America/St_Johns",
        "Asia/Kathmandu",
    ];

    [Theory]
    [InlineData("2022-11-02T16:59:59.999Z", "2022-11-02")]
    [InlineData("2022-11-02T17:00:00.000Z", "2022-11-03")]
    public void The_local_day_begins_at_local_midnight(string instant, string day) =>
        SmallWorld.Days.DateOf(Instant.Parse(instant)).ToString("yyyy-MM-dd").ShouldBe(day);

    [Theory]
    [InlineData("2022-03-27", 23)]
    [InlineData("2022-03-28", 24)]
    [InlineData("2022-10-30", 25)]
    public void A_day_of_a_jump_has_its_own_length(string day, int hours)
    {
        var days = Days("Europe/Amsterdam");
        var date = Date(day);
        (days.StartOf(date.AddDays(1)) - days.StartOf(date)).ShouldBe(TimeSpan.FromHours(hours));
        days.EndOf(date).ShouldBe(days.StartOf(date.AddDays(1)).Previous);
    }

    [Theory]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z")]
    [InlineData("Africa/Cairo", "2023-04-28", "2023-04-27T22:00:00Z")]
    public void A_day_without_a_midnight_begins_with_the_jump(string zone, string day, string start)
    {
        Days(zone).StartOf(Date(day)).ShouldBe(Instant.Parse(start));
        Days(zone).DateOf(Instant.Parse(start)).ShouldBe(Date(day));
        Days(zone).DateOf(Instant.Parse(start).Previous).ShouldBe(Date(day).AddDays(-1));
    }

    [Theory]
    [InlineData("02:00:00.000")]
    [InlineData("02:07:00.000")]
    [InlineData("02:30:00.000")]
    [InlineData("02:59:59.999")]
    public void A_time_that_a_jump_skips_is_the_first_instant_after_it(string time) =>
        Days("Europe/Amsterdam").At(Date("2022-03-27"), TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(Instant.Parse("2022-03-27T01:00:00Z"));

    [Fact]
    public void A_time_that_occurs_twice_is_its_first_occurrence() =>
        Days("Europe/Amsterdam").At(Date("2022-10-30"), new TimeOnly(2, 30)).ShouldBe(Instant.Parse("2022-10-30T00:30:00Z"));

    [Theory]
    [MemberData(nameof(Zones))]
    public void Days_lie_end_to_end_and_contain_their_edges(string zone)
    {
        var days = Days(zone);
        for (var day = new DateOnly(2016, 1, 1); day.Year < 2025; day = day.AddDays(1))
        {
            days.DateOf(days.StartOf(day)).ShouldBe(day);
            days.DateOf(days.EndOf(day)).ShouldBe(day);
            days.EndOf(day).Next.ShouldBe(days.StartOf(day.AddDays(1)));
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void An_instant_is_found_again_by_its_day_and_time(string zone)
    {
        var days = Days(zone);
        Gen.Long[Instant.Parse("2016-01-01T00:00:00Z").Milliseconds, Instant.Parse("2024-12-31T00:00:00Z").Milliseconds].Sample(milliseconds =>
        {
            var instant = new Instant(milliseconds);
            var again = days.At(days.DateOf(instant), days.TimeOf(instant));

            // Unless it is the second occurrence of a wall-clock time, which a clock on the wall cannot tell from the first.
            (again == instant || (again < instant && instant - again <= TimeSpan.FromHours(1))).ShouldBeTrue();
            days.DateOf(again).ShouldBe(days.DateOf(instant));
            days.TimeOf(again).ShouldBe(days.TimeOf(instant));
        });
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void A_later_wall_clock_time_is_never_an_earlier_instant_across_a_gap(string zone)
    {
        var days = Days(zone);
        Gen.Select(Gen.Int[0, 365 * 9], Gen.Int[0, 1439], Gen.Int[0, 1439]).Sample((offset, a, b) =>
        {
            var day = new DateOnly(2016, 1, 1).AddDays(offset);
            var (first, second) = (Math.Min(a, b), Math.Max(a, b));
            days.At(day, Minute(first)).ShouldBeLessThanOrEqualTo(days.At(day, Minute(second)));
        });
    }

    [Fact]
    public void Times_before_the_epoch_are_cut_downwards()
    {
        SmallWorld.Days.DateOf(new Instant(-1)).ShouldBe(new DateOnly(1970, 1, 1));
        Days("Etc/UTC").DateOf(new Instant(-1)).ShouldBe(new DateOnly(1969, 12, 31));
        Days("Etc/UTC").TimeOf(new Instant(-1)).ShouldBe(new TimeOnly(23, 59, 59, 999));
        Instant.From(DateTimeOffset.UnixEpoch.AddTicks(-1)).ShouldBe(new Instant(-1));
    }

    [Fact]
    public void Anything_finer_than_a_millisecond_is_cut_off() =>
        Instant.Parse("2022-11-03T08:15:00.0019999+07:00").ShouldBe(Instant.Parse("2022-11-03T01:15:00.001Z"));

    [Theory]
    [InlineData("1969-12-30T23:59:59.999Z", "1969-12-30")]
    [InlineData("1969-12-31T00:00:00.000Z", "1969-12-31")]
    [InlineData("1969-12-31T23:59:59.999Z", "1969-12-31")]
    [InlineData("1970-01-01T00:00:00.000Z", "1970-01-01")]
    public void A_day_before_the_epoch_begins_at_its_midnight_too(string instant, string day) =>
        Days("Etc/UTC").DateOf(Instant.Parse(instant)).ShouldBe(Date(day));

    // At −04:30 from 9 December 2007 to 30 April 2016, at −04:00 before and since, never with a summer time.
    [Theory]
    [InlineData("2005-06-01T04:15:00Z", "2005-06-01")]
    [InlineData("2010-06-01T04:15:00Z", "2010-05-31")]
    [InlineData("2010-06-01T04:30:00Z", "2010-06-01")]
    [InlineData("2020-06-01T04:15:00Z", "2020-06-01")]
    public void A_zone_may_change_its_offset_without_a_summer_time(string instant, string day) =>
        Days("America/Caracas").DateOf(Instant.Parse(instant)).ShouldBe(Date(day));

    // +01:00, and +02:00 from 5 to 20 July, since always or since 2011: no first of a month shows it.
    [Theory]
    [InlineData(false, "2022-06-10T22:30:00Z", "2022-06-10")]
    [InlineData(false, "2022-07-10T22:30:00Z", "2022-07-11")]
    [InlineData(true, "2022-06-10T22:30:00Z", "2022-06-10")]
    [InlineData(true, "2022-07-10T22:30:00Z", "2022-07-11")]
    public void A_summer_time_within_a_month_counts(bool since2011, string instant, string day)
    {
        var (from, to) = (Yearly(7, 5), Yearly(7, 20));
        TimeZoneInfo.AdjustmentRule[] rules = since2011
            ? [Rule(new DateTime(1986, 1, 1), new DateTime(2010, 12, 31), 0), Rule(new DateTime(2011, 1, 1), DateTime.MaxValue.Date, 1)]
            : [Rule(DateTime.MinValue.Date, DateTime.MaxValue.Date, 1)];
        new LocalDays(TimeZoneInfo.CreateCustomTimeZone("short", TimeSpan.FromHours(1), "short", "short", "short summer", rules))
            .DateOf(Instant.Parse(instant)).ShouldBe(Date(day));

        TimeZoneInfo.AdjustmentRule Rule(DateTime start, DateTime end, int hours) =>
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(start, end, TimeSpan.FromHours(hours), from, to);

        static TimeZoneInfo.TransitionTime Yearly(int month, int day) =>
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), month, day);
    }

    [Fact]
    public void The_last_day_that_can_be_written_never_ends() =>
        SmallWorld.Days.EndOf(DateOnly.MaxValue).ShouldBe(Instant.MaxValue);

    [Theory]
    [InlineData("2022-11-03T08:15:00.001+07:00", "2022-11-03T01:15:00.001Z")]
    [InlineData("2022-01-01T00:00:00Z", "2022-01-01T00:00:00.000Z")]
    public void An_instant_is_written_in_UTC_with_its_milliseconds(string read, string written) => Instant.Parse(read).ToString().ShouldBe(written);

    private static TimeOnly Minute(int minute) => new(minute / 60, minute % 60);

    private static LocalDays Days(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));

    private static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class WorkClockTests
{
    private static readonly WorkClock Clock = SmallWorld.Clock();

    // Saturday 2022-11-05 and Sunday 2022-11-06 are off.
    [Theory]
    [InlineData("2022-11-03 15:00:00.000", 1, "2022-11-04 17:00")]
    [InlineData("2022-11-03 15:00:00.001", 1, "2022-11-07 17:00")]
    [InlineData("2022-11-03 14:59:59.999", 2, "2022-11-07 17:00")]
    [InlineData("2022-11-05 10:00", 1, "2022-11-07 17:00")]
    [InlineData("2022-11-05 16:00", 1, "2022-11-08 17:00")]
    [InlineData("2022-11-03 08:00", 0, "2022-11-03 17:00")]
    [InlineData("2022-11-03 16:00", 0, "2022-11-04 17:00")]
    [InlineData("2022-11-05 08:00", 0, "2022-11-07 17:00")]
    [InlineData("2022-11-05 16:00", 0, "2022-11-07 17:00")]
    public void A_limit_in_working_days_ends_at_the_close_of_office(string receipt, int days, string due)
    {
        Clock.TryDueDate(SmallWorld.At(receipt), new TimeLimit(days, TimeLimitUnit.WorkingDays), out var result).ShouldBeTrue();
        result.ShouldBe(SmallWorld.At(due));
    }

    [Theory]
    [InlineData("2022-11-03 07:00", 8, "2022-11-03 17:00")]
    [InlineData("2022-11-03 08:00", 8, "2022-11-04 08:00")]
    [InlineData("2022-11-03 15:00:00.000", 2, "2022-11-03 17:00")]
    [InlineData("2022-11-03 15:00:00.001", 2, "2022-11-04 09:00")]
    [InlineData("2022-11-05 10:00", 1, "2022-11-07 08:00")]
    [InlineData("2022-11-05 16:00", 1, "2022-11-07 08:00")]
    [InlineData("2022-11-03 12:00", 1, "2022-11-03 14:30")]
    public void A_limit_in_hours_uses_up_office_time(string receipt, int hours, string due)
    {
        Clock.TryDueDate(SmallWorld.At(receipt), new TimeLimit(hours, TimeLimitUnit.Hours), out var result).ShouldBeTrue();
        result.ShouldBe(SmallWorld.At(due));
    }

    [Theory]
    [InlineData("2022-11-03 11:29:59.999", 1, "2022-11-03 11:30")]
    [InlineData("2022-11-03 11:30", 1, "2022-11-03 13:30:00.001")]
    [InlineData("2022-11-03 12:00", 1, "2022-11-03 13:30:00.001")]
    [InlineData("2022-11-03 13:30", 1, "2022-11-03 13:30:00.001")]
    [InlineData("2022-11-03 17:00", 1, "2022-11-04 07:00:00.001")]
    [InlineData("2022-11-04 17:00", 1, "2022-11-07 07:00:00.001")]
    [InlineData("2022-11-03 12:00", 0, "2022-11-03 12:00")]
    public void Lunch_nights_and_weekends_are_no_office_time(string start, int milliseconds, string end)
    {
        Clock.TryAddOfficeTime(SmallWorld.At(start), TimeSpan.FromMilliseconds(milliseconds), out var result).ShouldBeTrue();
        result.ShouldBe(SmallWorld.At(end));
    }

    [Fact]
    public void Adding_and_measuring_office_time_are_inverse() =>
        Gen.Select(Gen.Long[0, 400L * 86_400_000], Gen.Long[1, 200L * 3_600_000], Gen.Int[0, 2]).Sample((offset, length, hours) =>
        {
            var clock = Clocks[hours];
            var start = SmallWorld.At("2022-01-01 00:00").Plus(TimeSpan.FromMilliseconds(offset));
            var time = TimeSpan.FromMilliseconds(length);
            clock.TryAddOfficeTime(start, time, out var end).ShouldBeTrue();
            clock.OfficeTimeBetween(start, end).ShouldBe(time);

            // The earliest such instant: one millisecond before, one is missing.
            clock.OfficeTimeBetween(start, end.Previous).ShouldBe(time - TimeSpan.FromMilliseconds(1));
        });

    [Fact]
    public void Office_time_adds_up_over_any_instant_between() =>
        Gen.Select(Gen.Long[0, 60L * 86_400_000], Gen.Long[0, 30L * 86_400_000], Gen.Long[0, 30L * 86_400_000]).Sample((offset, first, second) =>
        {
            var a = SmallWorld.At("2022-08-15 00:00").Plus(TimeSpan.FromMilliseconds(offset));
            var b = a.Plus(TimeSpan.FromMilliseconds(first));
            var c = b.Plus(TimeSpan.FromMilliseconds(second));
            foreach (var clock in Clocks)
            {
                (clock.OfficeTimeBetween(a, b) + clock.OfficeTimeBetween(b, c)).ShouldBe(clock.OfficeTimeBetween(a, c));
            }
        });

    /// <summary>
    /// Not so across days off, since the law's words are taken literally there: received on a Friday at 16:00 counts as
    /// Monday, received on the Saturday at 10:00 does not.
    /// </summary>
    [Fact]
    public void On_working_days_a_later_receipt_never_has_an_earlier_due_date() =>
        Gen.Select(Gen.Long[0, 400L * 86_400_000], Gen.Long[0, 3L * 86_400_000], Gen.Int[1, 20], Gen.Bool).Sample((offset, length, value, hours) =>
        {
            var first = SmallWorld.At("2022-01-01 00:00").Plus(TimeSpan.FromMilliseconds(offset));
            var limit = new TimeLimit(value, hours ? TimeLimitUnit.Hours : TimeLimitUnit.WorkingDays);
            var second = first.Plus(TimeSpan.FromMilliseconds(length));
            if (!hours && !(Clock.Calendar.IsWorkingDay(Clock.Days.DateOf(first)) && Clock.Calendar.IsWorkingDay(Clock.Days.DateOf(second))))
            {
                return;
            }

            Clock.TryDueDate(first, limit, out var a).ShouldBeTrue();
            Clock.TryDueDate(second, limit, out var b).ShouldBeTrue();
            b.ShouldBeGreaterThanOrEqualTo(a);
        });

    [Fact]
    public void Beyond_the_calendar_no_due_date_is_computed()
    {
        var receipt = SmallWorld.At("2026-12-31 16:00");
        Clock.TryDueDate(receipt, new TimeLimit(0, TimeLimitUnit.WorkingDays), out _).ShouldBeFalse();
        Clock.TryDueDate(receipt, new TimeLimit(1, TimeLimitUnit.Hours), out _).ShouldBeFalse();
        Clock.TryDueDate(SmallWorld.At("2026-12-31 15:00"), new TimeLimit(2, TimeLimitUnit.Hours), out var last).ShouldBeTrue();
        last.ShouldBe(SmallWorld.At("2026-12-31 17:00"));
        Clock.TryDueDate(SmallWorld.At("2026-12-31 15:00"), new TimeLimit(3, TimeLimitUnit.Hours), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("07:00-11:30,13:30-17:00", 8.0)]
    [InlineData("7:30-11:30, 13:00-17:00", 8.0)]
    [InlineData("08:00-10:00,10:15-12:00,13:00-15:00,15:15-16:30", 7.0)]
    public void Office_hours_are_read_with_several_intervals(string text, double hours) =>
        OfficeHours.Parse(text).PerDay.TotalHours.ShouldBe(hours);

    [Theory]
    [InlineData("")]
    [InlineData("07:00")]
    [InlineData("11:30-07:00")]
    [InlineData("07:00-07:00")]
    [InlineData("07:00-11:30,11:00-17:00")]
    [InlineData("13:30-17:00,07:00-11:30")]
    [InlineData("07:00-25:00")]
    [InlineData("07:00-11:30-17:00")]
    public void Office_hours_that_make_no_sense_are_refused(string text) =>
        Should.Throw<Exception>(() => OfficeHours.Parse(text)).GetType().ShouldBeOneOf(typeof(FormatException), typeof(ArgumentException));

    private static readonly WorkClock[] Clocks =
    [
        Clock,
        new(GoldenCase.Calendar, SmallWorld.Days, OfficeHours.Parse("08:00-10:00,10:15-12:00,13:00-15:00,15:15-16:30"), new TimeOnly(14, 0)),
        new(GoldenCase.Calendar, SmallWorld.Days, OfficeHours.Parse("00:00-23:59"), new TimeOnly(14, 0)),
    ];
}

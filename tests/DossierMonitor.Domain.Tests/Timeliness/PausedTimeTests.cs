using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class PausedTimeTests
{
    private static readonly WorkClock Clock = SmallWorld.Clock();
    private static readonly OnTimeRule Rule = new(Clock, VerdictBy.Instant);

    [Theory]
    [InlineData("2022-11-07 09:00", "2022-11-07 16:00", "2022-11-17 17:00")]
    [InlineData("2022-11-07 23:59", "2022-11-08 00:00", "2022-11-18 17:00")]
    [InlineData("2022-11-04 09:00", "2022-11-06 09:00", "2022-11-17 17:00")]
    [InlineData("2022-11-04 09:00", "2022-11-07 09:00", "2022-11-18 17:00")]
    [InlineData("2022-11-05 09:00", "2022-11-09 09:00", "2022-11-22 17:00")]
    public void Paused_working_days_move_the_day_and_keep_the_time(string paused, string resumed, string due) =>
        Moved("2022-11-17 17:00", paused, resumed, TimeLimitUnit.WorkingDays).ShouldBe(SmallWorld.At(due));

    [Theory]
    [InlineData("2022-11-07 09:00", "2022-11-07 10:00", "2022-11-18 08:00")]
    [InlineData("2022-11-07 11:00", "2022-11-07 14:00", "2022-11-18 08:00")]
    [InlineData("2022-11-05 09:00", "2022-11-06 10:00", "2022-11-17 17:00")]
    [InlineData("2022-11-07 11:30", "2022-11-07 13:30", "2022-11-17 17:00")]
    public void For_limits_in_hours_the_office_time_is_added(string paused, string resumed, string due) =>
        Moved("2022-11-17 17:00", paused, resumed, TimeLimitUnit.Hours).ShouldBe(SmallWorld.At(due));

    [Fact]
    public void A_due_date_on_a_day_off_stays_when_no_working_day_was_paused() =>
        Moved("2022-11-20 09:00", "2022-11-05 09:00", "2022-11-06 09:00", TimeLimitUnit.WorkingDays).ShouldBe(SmallWorld.At("2022-11-20 09:00"));

    [Fact]
    public void Beyond_the_calendar_the_move_is_unknown() =>
        Moved("2026-12-31 17:00", "2026-12-01 09:00", "2026-12-03 09:00", TimeLimitUnit.WorkingDays).ShouldBeNull();

    // A pause within a day, or over days off, moves nothing, so nothing has to be computed.
    [Theory]
    [InlineData("2026-12-01 09:00", "2026-12-01 10:00")]
    [InlineData("2026-12-05 09:00", "2026-12-06 10:00")]
    public void A_due_date_beyond_the_calendar_stays_known_when_no_working_day_was_paused(string paused, string resumed) =>
        Moved("2027-01-10 17:00", paused, resumed, TimeLimitUnit.WorkingDays).ShouldBe(SmallWorld.At("2027-01-10 17:00"));

    [Theory]
    [InlineData(TimeLimitUnit.WorkingDays)]
    [InlineData(TimeLimitUnit.Hours)]
    public void A_pause_never_moves_a_due_date_backwards_and_never_rescues(TimeLimitUnit unit) =>
        Gen.Select(Minutes, Minutes, Gen.Int[0, 20 * 1440]).Sample((due, paused, length) =>
        {
            var resumed = paused.Plus(TimeSpan.FromMinutes(length));
            var moved = PausedTime.MoveWithoutRescue(Clock, Rule, due, paused, resumed, unit)!.Value;
            moved.ShouldBeGreaterThanOrEqualTo(due);
            if (Rule.IsOverdue(due, paused))
            {
                Rule.IsOverdue(moved, resumed).ShouldBeTrue();
            }
        });

    private static readonly Gen<Instant> Minutes =
        Gen.Int[0, 40 * 1440].Select(minute => SmallWorld.At("2022-10-20 00:00").Plus(TimeSpan.FromMinutes(minute)));

    private static Instant? Moved(string due, string paused, string resumed, TimeLimitUnit unit) =>
        PausedTime.Move(Clock, SmallWorld.At(due), SmallWorld.At(paused), SmallWorld.At(resumed), unit);
}

using CsCheck;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Timeliness;

public sealed class OnTimeRuleTests
{
    private static readonly OnTimeRule ByInstant = new(SmallWorld.Clock(), VerdictBy.Instant);
    private static readonly OnTimeRule ByDate = new(SmallWorld.Clock(), VerdictBy.Date);

    // The due date is 2022-11-17 17:00.
    [Theory]
    [InlineData("2022-11-16 23:59:59.999", Verdict.Early, Verdict.Early)]
    [InlineData("2022-11-17 00:00:00.000", Verdict.OnTime, Verdict.OnTime)]
    [InlineData("2022-11-17 16:59:59.999", Verdict.OnTime, Verdict.OnTime)]
    [InlineData("2022-11-17 17:00:00.000", Verdict.OnTime, Verdict.OnTime)]
    [InlineData("2022-11-17 17:00:00.001", Verdict.Late, Verdict.OnTime)]
    [InlineData("2022-11-17 23:59:59.999", Verdict.Late, Verdict.OnTime)]
    [InlineData("2022-11-18 00:00:00.000", Verdict.Late, Verdict.Late)]
    public void The_verdict_just_before_at_and_after_the_due_date(string finish, Verdict instant, Verdict date)
    {
        ByInstant.Judge(SmallWorld.At(finish), Due).ShouldBe(instant);
        ByDate.Judge(SmallWorld.At(finish), Due).ShouldBe(date);
    }

    [Theory]
    [InlineData("2022-11-17 16:59:59.999", false, false)]
    [InlineData("2022-11-17 17:00:00.000", false, false)]
    [InlineData("2022-11-17 17:00:00.001", true, false)]
    [InlineData("2022-11-17 23:59:59.999", true, false)]
    [InlineData("2022-11-18 00:00:00.000", true, true)]
    public void An_open_dossier_just_before_at_and_after_the_due_date(string at, bool instant, bool date)
    {
        ByInstant.IsOverdue(Due, SmallWorld.At(at)).ShouldBe(instant);
        ByDate.IsOverdue(Due, SmallWorld.At(at)).ShouldBe(date);
    }

    [Fact]
    public void Without_a_due_date_nothing_is_late()
    {
        ByInstant.Judge(SmallWorld.At("2022-11-18 00:00"), null).ShouldBe(Verdict.NoDueDate);
        ByInstant.IsOverdue(null, SmallWorld.At("2099-11-18 00:00")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void A_dossier_becomes_overdue_at_the_first_instant_at_which_it_is(VerdictBy by)
    {
        var rule = new OnTimeRule(SmallWorld.Clock(), by);
        Instants.Sample(due =>
        {
            rule.IsOverdue(due, rule.OverdueFrom(due)).ShouldBeTrue();
            rule.IsOverdue(due, rule.OverdueFrom(due).Previous).ShouldBeFalse();
        });
    }

    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void The_latest_overdue_due_date_is_overdue_and_the_next_one_is_not(VerdictBy by)
    {
        var rule = new OnTimeRule(SmallWorld.Clock(), by);
        Instants.Sample(at =>
        {
            var latest = rule.LatestOverdueAt(at);
            rule.IsOverdue(latest, at).ShouldBeTrue();
            rule.IsOverdue(latest.Next, at).ShouldBeFalse();
        });
    }

    [Theory]
    [InlineData(VerdictBy.Instant)]
    [InlineData(VerdictBy.Date)]
    public void A_finish_is_late_exactly_when_the_open_dossier_was_overdue_then(VerdictBy by)
    {
        var rule = new OnTimeRule(SmallWorld.Clock(), by);
        Gen.Select(Instants, Instants).Sample((due, finish) =>
            (rule.Judge(finish, due) == Verdict.Late).ShouldBe(rule.IsOverdue(due, finish)));
    }

    [Theory]
    [InlineData("2022-11-17 17:00:00.001", 1, 1)]
    [InlineData("2022-11-18 09:00", 1, 1)]
    [InlineData("2022-11-20 09:00", 1, 3)]
    [InlineData("2022-11-21 09:00", 2, 4)]
    [InlineData("2022-12-01 09:00", 10, 14)]
    public void Days_late_are_working_days_after_the_due_date_and_at_least_one(string at, int working, int calendar)
    {
        ByInstant.DaysLate(Due, SmallWorld.At(at)).ShouldBe(working);
        ByInstant.CalendarDaysLate(Due, SmallWorld.At(at)).ShouldBe(calendar);
    }

    private static readonly Instant Due = SmallWorld.At("2022-11-17 17:00");

    private static readonly Gen<Instant> Instants = Gen.OneOf(
        Gen.Int[0, 40].Select(day => SmallWorld.Days.StartOf(new DateOnly(2022, 10, 20).AddDays(day))),
        Gen.Int[0, 40].Select(day => SmallWorld.Days.EndOf(new DateOnly(2022, 10, 20).AddDays(day))),
        Gen.Long[SmallWorld.At("2022-10-20 00:00").Milliseconds, SmallWorld.At("2022-11-30 00:00").Milliseconds].Select(ms => new Instant(ms)));
}

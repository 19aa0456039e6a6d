using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>
/// Where a change of the calendar cuts the stretch that holds across it. Until then the 8th and 9th of November 2022 are working
/// days and five days from the 3rd end on Thursday the 10th; from then on they are off, and it is Monday the 14th.
/// </summary>
public sealed class StretchesOverTimeTests
{
    private static readonly DossierEvent Computed = Received("2022-11-03 08:00", "P");
    private static readonly DossierEvent WithoutLimit = Received("2022-11-03 08:00", "N", "2022-11-30 17:00");

    // A stretch: from – to, how it begins and ends, current, promised and statutory due day, from when it is overdue.
    public static TheoryData<string, DossierEvent[], string[]> Cuts => new()
    {
        { "2022-11-07 00:00", [Computed], ["11-03 08:00 – 11-07 00:00 Received Continued 10 10 10", "11-07 00:00 –  Continued Open 14 14 14 overdue 14 17:00"] },

        // One date that differs is enough.
        {
            "2022-11-07 00:00", [Computed with { DueAt = WithoutLimit.DueAt }],
            ["11-03 08:00 – 11-07 00:00 Received Continued 30 30 10", "11-07 00:00 –  Continued Open 30 30 14 overdue 30 17:00"]
        },
        {
            "2022-11-07 00:00", [Computed, Event("e", DossierEventType.Extended, "2022-11-03 08:00", "2022-11-30 17:00")],
            ["11-03 08:00 – 11-07 00:00 Received Continued 30 10 10", "11-07 00:00 –  Continued Open 30 14 14 overdue 30 17:00 promised overdue 14 17:00"]
        },
        { "2022-11-07 00:00", [WithoutLimit], ["11-03 08:00 –  Received Open 30 30 - overdue 30 17:00"] },

        // The portal's new date stays; the promised one moves by the 8th, 9th and 10th, or by the 10th alone.
        {
            "2022-11-14 00:00",
            [Received("2022-11-03 08:00", "N", "2022-11-15 17:00"), Event("p", DossierEventType.Suspended, "2022-11-07 08:00"), Event("q", DossierEventType.Resumed, "2022-11-10 08:00", "2022-11-30 17:00")],
            [
                "11-03 08:00 – 11-07 08:00 Received Continued 15 15 -", "11-07 08:00 – 11-10 08:00 Continued Continued paused 15 15 -",
                "11-10 08:00 – 11-14 00:00 Continued Continued 30 18 -", "11-14 00:00 –  Continued Open 30 16 - overdue 30 17:00 promised overdue 16 17:00",
            ]
        },

        // An event before the border, at it and after it.
        {
            "2022-11-07 00:00", [WithoutLimit, Event("p", DossierEventType.Suspended, "2022-11-06 23:59")],
            ["11-03 08:00 – 11-06 23:59 Received Continued 30 30 -", "11-06 23:59 –  Continued Open paused 30 30 -"]
        },
        {
            "2022-11-07 00:00", [WithoutLimit, Event("p", DossierEventType.Suspended, "2022-11-07 00:00")],
            ["11-03 08:00 – 11-07 00:00 Received Continued 30 30 -", "11-07 00:00 –  Continued Open paused 30 30 -"]
        },
        {
            "2022-11-07 00:00", [Computed, Event("p", DossierEventType.Suspended, "2022-11-07 00:00")],
            ["11-03 08:00 – 11-07 00:00 Received Continued 10 10 10", "11-07 00:00 –  Continued Open paused 14 14 14"]
        },
        {
            "2022-11-07 00:00", [Computed, Event("p", DossierEventType.Suspended, "2022-11-07 00:01")],
            [
                "11-03 08:00 – 11-07 00:00 Received Continued 10 10 10", "11-07 00:00 – 11-07 00:01 Continued Continued 14 14 14",
                "11-07 00:01 –  Continued Open paused 14 14 14",
            ]
        },
        { "2022-11-07 00:00", [Computed, Event("f", DossierEventType.Finished, "2022-11-06 23:59")], ["11-03 08:00 – 11-06 23:59 Received Finished 10 10 10"] },
        {
            "2022-11-07 00:00", [Computed, Event("f", DossierEventType.Finished, "2022-11-07 00:00")],
            ["11-03 08:00 – 11-07 00:00 Received Continued 10 10 10", "11-07 00:00 – 11-07 00:00 Continued Finished 14 14 14"]
        },

        // Overdue by the calendar of the time, and by the new one only from its own date on.
        {
            "2022-11-11 00:00", [Computed],
            ["11-03 08:00 – 11-11 00:00 Received Continued 10 10 10 overdue 10 17:00", "11-11 00:00 –  Continued Open 14 14 14 overdue 14 17:00"]
        },
        {
            "2022-11-16 00:00", [Computed],
            ["11-03 08:00 – 11-16 00:00 Received Continued 10 10 10 overdue 10 17:00", "11-16 00:00 –  Continued Open 14 14 14 overdue 16 00:00"]
        },
        {
            "2022-11-16 00:00", [Computed, Event("e", DossierEventType.Extended, "2022-11-03 08:00", "2022-11-30 17:00")],
            ["11-03 08:00 – 11-16 00:00 Received Continued 30 10 10 promised overdue 10 17:00", "11-16 00:00 –  Continued Open 30 14 14 overdue 30 17:00 promised overdue 16 00:00"]
        },
        {
            "2022-11-16 00:00", [Received("2022-11-03 08:00", "N", "2022-11-10 17:00"), Event("f", DossierEventType.Finished, "2022-11-18 08:00")],
            ["11-03 08:00 – 11-18 08:00 Received Finished 10 10 - overdue 10 17:00"]
        },
        {
            "2022-11-16 00:00", [Received("2022-11-03 08:00", "N", "2022-11-30 17:00"), Event("f", DossierEventType.Finished, "2022-11-18 08:00")],
            ["11-03 08:00 – 11-18 08:00 Received Finished 30 30 -"]
        },
        {
            "2022-11-16 00:00", [Computed with { DueAt = WithoutLimit.DueAt }, Event("f", DossierEventType.Finished, "2022-11-18 08:00")],
            ["11-03 08:00 – 11-16 00:00 Received Continued 30 30 10", "11-16 00:00 – 11-18 08:00 Continued Finished 30 30 14"]
        },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_border_cuts_the_stretch_across_it_only_if_a_date_differs(string border, DossierEvent[] events, string[] stretches)
    {
        var history = DossierFold.Fold("D1", events, new RuleTimeline(
        [
            new EffectiveRules(Instant.MinValue, SmallWorld.Rules()),
            new EffectiveRules(SmallWorld.At(border), SmallWorld.Rules(calendar: new WorkingCalendar(
                "test", [.. GoldenCase.Calendar.Days, new CalendarDay(new DateOnly(2022, 11, 8), false, "notice", "high"), new CalendarDay(new DateOnly(2022, 11, 9), false, "notice", "high")]))),
        ]));
        history.Stretches.Select(Text).ShouldBe(stretches);
    }

    private static string Text(Stretch stretch)
    {
        var due = string.Join(' ', new[] { stretch.Current.Due, stretch.Promised.Due, stretch.StatutoryDue }.Select(date => date is { } at ? $"{Local(at):dd}" : "-"));
        var overdue = stretch.Current.OverdueFrom is { } current ? $" overdue {Local(current):dd HH:mm}" : "";
        var promised = stretch.Promised.OverdueFrom is { } other && other != stretch.Current.OverdueFrom ? $" promised overdue {Local(other):dd HH:mm}" : "";
        return $"{Local(stretch.From):MM-dd HH:mm} – {(stretch.To is { } to ? $"{Local(to):MM-dd HH:mm}" : "")} {stretch.Entry} {stretch.Exit}{(stretch.Paused ? " paused" : "")} {due}{overdue}{promised}";
    }

    private static DateTimeOffset Local(Instant at) => SmallWorld.Days.ToLocal(at);
}

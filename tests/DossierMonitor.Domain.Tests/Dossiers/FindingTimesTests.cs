using CsCheck;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;
using static DossierMonitor.Domain.Tests.SmallEvents;

namespace DossierMonitor.Domain.Tests.Dossiers;

/// <summary>Nearly all findings hold for ever; a receipt, a due date or a void's target may still come, and end one.</summary>
public sealed class FindingTimesTests
{
    [Fact]
    public void No_receipt_is_a_finding_until_the_receipt()
    {
        DossierEvent[] early =
        [
            Event("h", DossierEventType.Processing, "2022-11-01 08:00"),
            Event("x", DossierEventType.Processing, "2022-11-02 08:00") with { Source = "s2" },
        ];
        Texts(Fold(early)).ShouldBe(["NoReceipt 11-01 08:00 – h 0", "NoReceipt 11-02 08:00 – x 0"]);
        Texts(Fold([.. early, Received("2022-11-03 08:00", "P")])).ShouldBe(
        [
            "BeforeReceipt 11-03 08:00 – h 1",
            "ForeignSource 11-03 08:00 – x 1",
            "NoReceipt 11-01 08:00 – 11-03 08:00 h 0",
            "NoReceipt 11-02 08:00 – 11-03 08:00 x 0",
        ]);
    }

    // Procedure N has no limit, so that only the portal knows the date.
    public static TheoryData<string, string[]> DueDates => new()
    {
        { "", ["NoDueDate 11-03 08:00 – 1"] },
        { "Suspended 11-04", ["NoDueDate 11-03 08:00 – 1"] },
        { "Extended 11-07", ["NoDueDate 11-03 08:00 – 11-07 08:00 1"] },
        { "Extended 11-03", [] }, // at the instant of the receipt: it was never without
        { "Suspended 11-04,Resumed 11-07,Extended 11-08", ["NoDueDate 11-03 08:00 – 11-08 08:00 1"] },
        { "Finished 11-04", ["NoDueDate 11-03 08:00 – 1"] },
        { "Finished 11-04,Reopened 11-07", ["NoDueDate 11-03 08:00 – 1", "NoDueDate 11-07 08:00 – 2"] },
        { "Finished 11-04,Reopened! 11-07", ["NoDueDate 11-03 08:00 – 1"] }, // the first cycle still ended without
        { "Finished 11-04,Reopened 11-07,Extended 11-08", ["NoDueDate 11-03 08:00 – 1", "NoDueDate 11-07 08:00 – 11-08 08:00 2"] },
        { "Extended 11-04,Finished 11-07,Reopened 11-08", ["NoDueDate 11-03 08:00 – 11-04 08:00 1", "NoDueDate 11-08 08:00 – 2"] },
    };

    /// <param name="then">What comes after the receipt of 3 November; an exclamation mark brings a date, an extension always does.</param>
    /// <param name="findings">All of them, of now and of the past.</param>
    [Theory]
    [MemberData(nameof(DueDates))]
    public void No_due_date_is_a_finding_until_there_is_one(string then, string[] findings)
    {
        var events = then.Split(',', StringSplitOptions.RemoveEmptyEntries).Select((text, i) =>
        {
            var parts = text.Split(' ');
            var type = Enum.Parse<DossierEventType>(parts[0].TrimEnd('!'));
            var dated = type == DossierEventType.Extended || parts[0].EndsWith('!');
            return Event($"e{i}", type, $"2022-{parts[1]} 08:00", dated ? "2022-11-30 17:00" : null);
        });
        Texts(Fold([Received("2022-11-03 08:00", "N"), .. events])).ShouldBe(findings);
    }

    // Received on the 3rd at 8:00; the void's target finishes the dossier on the 8th at 8:00.
    [Theory]
    [InlineData("2022-11-07 08:00", "f", "VoidWithoutTarget 11-07 08:00 – 11-08 08:00 v 1")]
    [InlineData("2022-11-08 07:59", "f", "VoidWithoutTarget 11-08 07:59 – 11-08 08:00 v 1")]
    [InlineData("2022-11-08 08:00", "f", null)]
    [InlineData("2022-11-08 08:01", "f", null)]
    [InlineData("2022-11-02 08:00", "f", "VoidWithoutTarget 11-02 08:00 – 11-08 08:00 v 0")] // no cycle has begun
    [InlineData("2022-11-07 08:00", "nothing", "VoidWithoutTarget 11-07 08:00 – v 1")]
    [InlineData("2022-11-02 08:00", "nothing", "VoidWithoutTarget 11-02 08:00 – v 0")]
    public void A_void_has_no_target_until_that_has_happened(string time, string target, string? finding)
    {
        var history = Fold(
            Received("2022-11-03 08:00", "P"),
            Event("f", DossierEventType.Finished, "2022-11-08 08:00"),
            Event("v", DossierEventType.Voided, time) with { EventId = target });
        Texts(history).ShouldBe(finding is null ? [] : [finding]);
        history.Last!.Exit.ShouldBe(target == "f" ? StretchExit.Open : StretchExit.Finished);
    }

    [Fact]
    public void A_void_before_its_target_is_a_finding_of_the_cycle_it_comes_in() =>
        Texts(Fold(
            Received("2022-11-03 08:00", "P"),
            Event("f", DossierEventType.Finished, "2022-11-04 08:00"),
            Event("o", DossierEventType.Reopened, "2022-11-07 08:00"),
            Event("v", DossierEventType.Voided, "2022-11-08 08:00") with { EventId = "s" },
            Event("s", DossierEventType.Suspended, "2022-11-09 08:00"))).ShouldBe(["VoidWithoutTarget 11-08 08:00 – 11-09 08:00 v 2"]);

    /// <summary>What lets the findings of any past instant be known without folding again.</summary>
    [Fact]
    public void The_findings_that_hold_at_an_instant_are_those_of_the_fold_as_of_it()
    {
        var rules = SmallWorld.Rules();
        RandomHistories.OfDossier("D1").Sample(
            events =>
            {
                var whole = DossierFold.Fold("D1", events, rules);
                foreach (var at in events.Select(e => e.Time).SelectMany(at => new[] { at.Previous, at, at.Next }).Distinct())
                {
                    Holding(whole, at).ShouldBe(Holding(DossierFold.Fold("D1", events, rules, at), at), $"as of {at}");
                }
            },
            iter: Iterations.Of(1_500), print: RandomHistories.Print);
    }

    internal static IReadOnlyList<string> Holding(DossierHistory history, Instant at) =>
    [
        .. history.Findings.Concat(history.PastFindings)
            .Where(finding => finding.Since <= at && (finding.Until is null || at < finding.Until))
            .Select(finding => $"{finding.Code} {finding.Event?.Id} {finding.Cycle}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those that hold at the end and those that held for a while, in brief: code, since – until, event, cycle.</summary>
    internal static IReadOnlyList<string> Texts(DossierHistory history)
    {
        history.Findings.ShouldAllBe(finding => finding.Until == null);
        history.PastFindings.ShouldAllBe(finding => finding.Until != null);
        return [.. history.Findings.Concat(history.PastFindings).Select(Text).Order(StringComparer.Ordinal)];
    }

    private static string Text(FindingRecord finding)
    {
        var until = finding.Until is { } end ? $" {SmallWorld.Days.ToLocal(end):MM-dd HH:mm}" : "";
        var cause = finding.Event is { } e ? " " + e.Id : "";
        return $"{finding.Code} {SmallWorld.Days.ToLocal(finding.Since):MM-dd HH:mm} –{until}{cause} {finding.Cycle}";
    }

    private static DossierHistory Fold(params DossierEvent[] events) => DossierFold.Fold("D1", events, SmallWorld.Rules());
}

using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests;

/// <summary>Null where none may be is named at the door, not found somewhere inside.</summary>
public sealed class GuardTests
{
    private static readonly DossierEvent Event = new()
    {
        Source = "s1",
        Id = "r",
        Type = DossierEventType.Received,
        Code = "D1",
        Time = SmallWorld.At("2022-11-03 08:00"),
        Unit = "502",
        Procedure = "P",
    };

    private static readonly UnitDirectory Units = new(SmallWorld.Units);
    private static readonly Period Period = new(new DateOnly(2022, 11, 1), new DateOnly(2022, 11, 30), Event.Time);

    private static readonly Dictionary<string, Action> Calls = new(StringComparer.Ordinal)
    {
        ["DossierFold.Fold events"] = () => DossierFold.Fold("D1", null!, SmallWorld.Rules()),
        ["DossierFold.Fold-over-time events"] = () => DossierFold.Fold("D1", null!, (RuleTimeline)null!),
        ["DossierFold.Fold-over-time rules"] = () => DossierFold.Fold("D1", [Event], (RuleTimeline)null!),
        ["DossierHistory.StateOf stretch"] = () => DossierHistory.StateOf(null!, Event.Time, DueDateBasis.Current),
        ["AppointedDate.Resolve days"] = () => AppointedDate.At(Event.Time).Resolve(null!),
        ["FoldOrder.Compare x"] = () => FoldOrder.Instance.Compare(null, Event),
        ["FoldOrder.Compare y"] = () => FoldOrder.Instance.Compare(Event, null),
        ["ProcedureCode.NationalPart code"] = () => ProcedureCode.NationalPart(null!),
        ["TallyMarks.SliceOf stretch"] = () => TallyMarks.SliceOf(null!),
        ["TallyMarks.Of stretch"] = () => TallyMarks.Of(null!, _ => { }),
        ["TallyMarks.Of mark"] = () => TallyMarks.Of(Open, null!),
        ["TallyMarks.LateDaysOf stretch"] = () => TallyMarks.LateDaysOf(null!, _ => { }),
        ["TallyMarks.LateDaysOf mark"] = () => TallyMarks.LateDaysOf(Open, null!),
        ["RateDefinition.OnTime counts"] = () => RateDefinition.Closed.OnTime(null!),
        ["Counts.From tally"] = () => Counts.From(null!, DueDateBasis.Current),
        ["Period.Cut days"] = () => Period.Cut(null!),
        ["Period.Opening days"] = () => Period.Opening(null!),
        ["Period.Default days"] = () => Period.Default(Event.Time, null!),
        ["LateDays.Add other"] = () => new LateDays().Add(null!),
        ["Tally.Add other"] = () => new Tally().Add(null!),
        ["MeasureVector.Add other"] = () => new MeasureVector().Add(null!),
        ["UnitDirectory.DistrictOf unit"] = () => Units.DistrictOf(null!),
        ["UnitDirectory.IsWithin unit"] = () => Units.IsWithin(null!, "502"),
        ["OfficeHours.Parse text"] = () => OfficeHours.Parse(null!),
        ["PausedTime.Move clock"] = () => PausedTime.Move(null!, Event.Time, Event.Time, Event.Time, TimeLimitUnit.Hours),
        ["PausedTime.MoveWithoutRescue rule"] = () =>
            PausedTime.MoveWithoutRescue(SmallWorld.Clock(), null!, Event.Time, Event.Time, Event.Time, TimeLimitUnit.Hours),
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    private static Stretch Open => DossierFold.Fold("D1", [Event], SmallWorld.Rules()).Last!;

    [Theory]
    [MemberData(nameof(Names))]
    public void Null_is_refused_by_the_name_of_its_parameter(string call) =>
        Should.Throw<ArgumentNullException>(Calls[call]).ParamName.ShouldBe(call.Split(' ')[1]);
}

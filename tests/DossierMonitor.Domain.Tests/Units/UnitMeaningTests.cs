using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Units;

public sealed class UnitMeaningTests
{
    private static readonly DateOnly Merger = new(2025, 7, 1);

    private static readonly UnitDirectory Units = new(
    [
        new Unit("49", "Quảng Nam", UnitKind.Province, ValidTo: Merger.AddDays(-1), Successor: "48"),
        new Unit("48", "Đà Nẵng", UnitKind.Province, ValidFrom: Merger),
        new Unit("502", "Tam Kỳ", UnitKind.District, "49", ValidTo: Merger.AddDays(-1)),
        new Unit("503", "Hội An", UnitKind.District, "49", ValidTo: Merger.AddDays(-1)),
        new Unit("20341", "Phường An Mỹ", UnitKind.Commune, "502", "502", ValidTo: Merger.AddDays(-1)),
        new Unit("20341", "Phường Tam Kỳ", UnitKind.Commune, "48", ValidFrom: Merger),
        new Unit("VPDK-502", "Chi nhánh Tam Kỳ", UnitKind.Branch, "VPDK", "502", ValidTo: Merger.AddDays(-1)),
        new Unit("VPDK", "Văn phòng đăng ký đất đai", UnitKind.Department, "49", ValidTo: Merger.AddDays(-1)),
        new Unit("TO-1", "Tổ 1", UnitKind.Department, "20341", ValidTo: Merger.AddDays(-1)),
        new Unit("519", "Nông Sơn", UnitKind.District, "49", ValidFrom: new DateOnly(2008, 4, 8), ValidTo: new DateOnly(2024, 12, 31)),
    ]);

    [Theory]
    [InlineData("2025-06-30", "Phường An Mỹ")]
    [InlineData("2025-07-01", "Phường Tam Kỳ")]
    [InlineData("1999-01-01", "Phường An Mỹ")]
    [InlineData("2099-01-01", "Phường Tam Kỳ")]
    public void A_code_means_what_it_meant_on_the_day(string day, string name) =>
        Units.Resolve("20341", Day(day))!.Name.ShouldBe(name);

    [Theory]
    [InlineData("2008-04-07", false)]
    [InlineData("2008-04-08", true)]
    [InlineData("2024-12-31", true)]
    [InlineData("2025-01-01", false)]
    public void A_code_outside_its_validity_still_means_the_unit(string day, bool valid)
    {
        var unit = Units.Resolve("519", Day(day))!;
        unit.Code.ShouldBe("519");
        unit.IsValidOn(Day(day)).ShouldBe(valid);
    }

    // Until 2010, from 2015 through 2020, and never again. What is used after an end means what ended.
    [Theory]
    [InlineData("1999-01-01", "first")]
    [InlineData("2010-12-31", "first")]
    [InlineData("2011-01-01", "first")]
    [InlineData("2015-01-01", "second")]
    [InlineData("2020-12-31", "second")]
    [InlineData("2021-01-01", "second")]
    [InlineData("2099-01-01", "second")]
    public void An_abolished_code_still_means_the_unit_that_had_it(string day, string name) =>
        new UnitDirectory(
        [
            // In any order.
            new Unit("1", "second", UnitKind.Commune, ValidFrom: Day("2015-01-01"), ValidTo: Day("2020-12-31")),
            new Unit("1", "first", UnitKind.Commune, ValidTo: Day("2010-12-31")),
        ]).Resolve("1", Day(day))!.Name.ShouldBe(name);

    [Theory]
    [InlineData(null, "20341")]
    [InlineData("2025-07-01", "20341@2025-07-01")]
    public void A_key_is_written_with_the_day_from_which_the_code_has_this_meaning(string? from, string written) =>
        new UnitKey("20341", from is null ? null : Day(from)).ToString().ShouldBe(written);

    [Fact]
    public void An_unknown_code_means_nothing()
    {
        Units.Versions("999").ShouldBeEmpty();
        Units.Find(new UnitKey("502", Merger)).ShouldBeNull();
        Units.Resolve("999", Merger).ShouldBeNull();
        Units.Knows("999").ShouldBeFalse();
        Units.Knows("502").ShouldBeTrue();
    }

    [Fact]
    public void A_code_with_two_meanings_says_so()
    {
        Units.HasSeveralMeanings("20341").ShouldBeTrue();
        Units.HasSeveralMeanings("502").ShouldBeFalse();
        Units.Versions("20341").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("502", "502")]
    [InlineData("20341", "502")]
    [InlineData("VPDK-502", "502")]
    [InlineData("TO-1", "502")]
    [InlineData("49", null)]
    [InlineData("VPDK", null)]
    public void The_district_of_a_unit(string code, string? district) =>
        (Units.DistrictOf(Units.Resolve(code, new DateOnly(2022, 1, 1))!)?.Code).ShouldBe(district);

    [Fact]
    public void After_the_merger_a_commune_has_no_district() =>
        Units.DistrictOf(Units.Resolve("20341", Merger)!).ShouldBeNull();

    [Theory]
    [InlineData("20341", "20341", true)]
    [InlineData("20341", "502", true)]
    [InlineData("20341", "49", true)]
    [InlineData("20341", "48", false)]
    [InlineData("20341", "503", false)]
    [InlineData("VPDK-502", "502", true)]
    [InlineData("VPDK-502", "VPDK", true)]
    [InlineData("TO-1", "502", true)]
    [InlineData("502", "20341", false)]
    public void A_unit_is_within_its_parents_and_its_district(string code, string root, bool within) =>
        Units.IsWithin(Units.Resolve(code, new DateOnly(2022, 1, 1))!, root).ShouldBe(within);

    [Fact]
    public void Parents_in_a_circle_end() =>
        new UnitDirectory([new Unit("A", "A", UnitKind.Commune, "B", "C"), new Unit("B", "B", UnitKind.Commune, "A", "C"), new Unit("C", "C", UnitKind.Commune, "A", "B")])
            .IsWithin(new Unit("A", "A", UnitKind.Commune, "B", "C"), "D").ShouldBeFalse();

    [Fact]
    public void The_same_unit_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => new UnitDirectory([new Unit("1", "a", UnitKind.Commune), new Unit("1", "b", UnitKind.Commune)]));

    [Fact]
    public void The_same_unit_twice_is_refused_also_when_it_has_ended() =>
        Should.Throw<ArgumentException>(() => new UnitDirectory(
            [new Unit("1", "a", UnitKind.Commune, ValidTo: Merger), new Unit("1", "b", UnitKind.Commune, ValidTo: Merger)]));

    [Theory]
    [InlineData(null)]
    [InlineData("2025-07-01")]
    public void Validities_that_overlap_are_refused(string? end) =>
        Should.Throw<ArgumentException>(() => new UnitDirectory(
        [
            new Unit("1", "a", UnitKind.Commune, ValidTo: end is null ? null : Day(end)),
            new Unit("1", "b", UnitKind.Commune, ValidFrom: Merger),
        ])).Message.ShouldContain("overlap");

    [Theory]
    [InlineData("2025-06-01", "2025-06-30", true)]
    [InlineData("2025-07-01", "2025-07-01", false)]
    [InlineData("2020-01-01", "2030-01-01", true)]
    public void A_unit_has_a_row_in_a_period_in_which_it_was_valid(string from, string to, bool valid) =>
        Units.Find(new UnitKey("502", null))!.IsValidWithin(Day(from), Day(to)).ShouldBe(valid);

    // Valid from 2008-04-08 through 2024-12-31.
    [Theory]
    [InlineData("2008-01-01", "2008-04-07", false)]
    [InlineData("2008-01-01", "2008-04-08", true)]
    [InlineData("2024-12-31", "2025-12-31", true)]
    [InlineData("2025-01-01", "2025-12-31", false)]
    public void One_day_in_common_is_enough_for_a_row(string from, string to, bool valid) =>
        Units.Resolve("519", Day("2022-01-01"))!.IsValidWithin(Day(from), Day(to)).ShouldBe(valid);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

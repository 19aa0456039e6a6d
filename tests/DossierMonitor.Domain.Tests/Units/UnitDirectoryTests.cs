using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Units;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Units;

public sealed class UnitDirectoryTests
{
    private static readonly UnitDirectory Directory = new(
    [
        new Unit("49", "Quảng Nam", UnitKind.Province, ValidTo: new DateOnly(2025, 6, 30), Successor: "48"),
        new Unit("48", "Đà Nẵng", UnitKind.Province, ValidFrom: new DateOnly(2025, 7, 1)),
        new Unit("502", "Tam Kỳ", UnitKind.District, "49", ValidTo: new DateOnly(2025, 6, 30)),
        new Unit("20341", "Phường An Mỹ", UnitKind.Commune, "502", "502", ValidTo: new DateOnly(2025, 6, 30)),
        new Unit("20341", "Phường Tam Kỳ", UnitKind.Commune, "48", ValidFrom: new DateOnly(2025, 7, 1)),
        new Unit("VPDK-502", "Chi nhánh", UnitKind.Branch, "49", "502", ValidTo: new DateOnly(2025, 6, 30)),
        new Unit("STNMT", "Sở", UnitKind.Department, "49"),
        new Unit("LOOP-A", "A", UnitKind.Department, "LOOP-B"),
        new Unit("LOOP-B", "B", UnitKind.Department, "LOOP-A"),
    ]);

    [Theory]
    [InlineData("2022-01-01", "Phường An Mỹ")]
    [InlineData("2025-06-30", "Phường An Mỹ")]
    [InlineData("2025-07-01", "Phường Tam Kỳ")]
    public void A_code_means_what_it_meant_on_the_day(string day, string name) =>
        Directory.Resolve("20341", DateOnly.Parse(day))!.Name.ShouldBe(name);

    [Fact]
    public void A_code_used_outside_its_validity_means_its_nearest_version()
    {
        Directory.Resolve("502", new DateOnly(2026, 1, 1))!.Name.ShouldBe("Tam Kỳ");
        Directory.Resolve("48", new DateOnly(2020, 1, 1))!.Name.ShouldBe("Đà Nẵng");
        Directory.Resolve("999", new DateOnly(2020, 1, 1)).ShouldBeNull();
    }

    [Fact]
    public void A_unit_has_the_district_it_is_in_or_names()
    {
        Directory.DistrictOf(Find("20341", null))!.Code.ShouldBe("502");
        Directory.DistrictOf(Find("VPDK-502", null))!.Code.ShouldBe("502");
        Directory.DistrictOf(Find("502", null))!.Code.ShouldBe("502");
        Directory.DistrictOf(Find("20341", new DateOnly(2025, 7, 1))).ShouldBeNull();
        Directory.DistrictOf(Find("STNMT", null)).ShouldBeNull();
        Directory.DistrictOf(Find("LOOP-A", null)).ShouldBeNull();
    }

    [Fact]
    public void What_stands_below_is_within()
    {
        Directory.IsWithin(Find("20341", null), "502").ShouldBeTrue();
        Directory.IsWithin(Find("20341", null), "49").ShouldBeTrue();
        Directory.IsWithin(Find("VPDK-502", null), "502").ShouldBeTrue();
        Directory.IsWithin(Find("20341", new DateOnly(2025, 7, 1)), "49").ShouldBeFalse();
        Directory.IsWithin(Find("20341", new DateOnly(2025, 7, 1)), "48").ShouldBeTrue();
        Directory.IsWithin(Find("LOOP-A", null), "49").ShouldBeFalse();
    }

    [Fact]
    public void The_same_unit_twice_or_overlapping_validities_are_refused()
    {
        Should.Throw<ArgumentException>(() => new UnitDirectory([new Unit("1", "a", UnitKind.District), new Unit("1", "b", UnitKind.District)]));
        Should.Throw<ArgumentException>(() => new UnitDirectory(
            [new Unit("1", "a", UnitKind.District), new Unit("1", "b", UnitKind.District, ValidFrom: new DateOnly(2025, 1, 1))]));
    }

    [Theory]
    [InlineData("1.012784", "1.012784")]
    [InlineData("1.012784.H21", "1.012784")]
    [InlineData("1.001612.000.00.00.H48", "1.001612")]
    [InlineData("1.01278", "1.01278")]
    [InlineData("1.012784H21", "1.012784H21")]
    [InlineData("1.0127845.H21", "1.0127845.H21")]
    [InlineData("1x012784.H21", "1x012784.H21")]
    [InlineData("X.012784.H21", "X.012784.H21")]
    [InlineData("PERMIT", "PERMIT")]
    [InlineData("", "")]
    public void A_procedure_is_matched_on_its_national_part(string code, string national) =>
        ProcedureCode.NationalPart(code).ShouldBe(national);

    private static Unit Find(string code, DateOnly? from) => Directory.Find(new UnitKey(code, from))!;
}

using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Domain.Tests.Procedures;

public sealed class ProcedureCodeTests
{
    [Theory]
    [InlineData("1.012784", "1.012784")]
    [InlineData("1.012784.H21", "1.012784")]
    [InlineData("1.001612.000.00.00.H48", "1.001612")]
    [InlineData("2.000355.", "2.000355")]
    [InlineData("1.0127845", "1.0127845")]
    [InlineData("1.01278", "1.01278")]
    [InlineData("1.01278.H21", "1.01278.H21")]
    [InlineData("11.12784.H21", "11.12784.H21")]
    [InlineData("a.012784.H21", "a.012784.H21")]
    [InlineData("1.0127x4.H21", "1.0127x4.H21")]
    [InlineData("1.٠١٢٧٨٤.H21", "1.٠١٢٧٨٤.H21")]
    [InlineData("SAMPLE-LAND", "SAMPLE-LAND")]
    [InlineData("P", "P")]
    [InlineData("", "")]
    public void The_national_part_of_a_code(string written, string national) => ProcedureCode.NationalPart(written).ShouldBe(national);

    [Theory]
    [InlineData("2025-06-30", 10)]
    [InlineData("2025-07-01", 8)]
    [InlineData("2025-12-31", 8)]
    public void The_limit_in_force_on_the_day_binds(string day, int limit) =>
        Catalog.InForce("1.012784", Day(day))!.Limit!.Value.Value.ShouldBe(limit);

    [Fact]
    public void After_the_last_version_none_is_in_force_but_name_and_field_are_known()
    {
        Catalog.InForce("1.012784", Day("2026-01-01")).ShouldBeNull();
        Catalog.Latest("1.012784")!.Field.ShouldBe("land");
        Catalog.Latest("9.999999").ShouldBeNull();
    }

    [Fact]
    public void The_policy_is_the_procedures_else_the_fields_else_appointed()
    {
        Catalog.PolicyOf(Catalog.InForce("1.012784", Day("2025-01-01")), "land").ShouldBe(ClockPolicy.Restart);
        Catalog.PolicyOf(Catalog.InForce("1.012784", Day("2025-08-01")), "land").ShouldBe(ClockPolicy.Subtract);
        Catalog.PolicyOf(null, "land").ShouldBe(ClockPolicy.Subtract);
        Catalog.PolicyOf(null, "elsewhere").ShouldBe(ClockPolicy.Appointed);
        Catalog.PolicyOf(null, null).ShouldBe(ClockPolicy.Appointed);
    }

    [Theory]
    [InlineData("2025-06-30", false)]
    [InlineData("2025-07-01", true)]
    [InlineData("2099-01-01", true)]
    public void Before_its_first_day_a_procedure_is_not_in_force(string day, bool known) =>
        (new ProcedureCatalog([new Procedure("1", "a", null, null, null, ValidFrom: Day("2025-07-01"))]).InForce("1", Day(day)) is not null).ShouldBe(known);

    [Fact]
    public void A_field_that_only_a_procedure_names_is_a_field_too()
    {
        var catalog = new ProcedureCatalog(
            [new Procedure("1", "a", "land", null, null), new Procedure("2", "b", "justice", null, null), new Procedure("3", "c", null, null, null)],
            [new ProcedureField("land", "Đất đai", "Land")]);
        catalog.Fields.Select(field => $"{field.Code} {field.NameEn}").ShouldBe(["land Land", "justice justice"], ignoreOrder: true);
        catalog.Field("justice").ShouldBe(new ProcedureField("justice", "justice", "justice"));
    }

    [Fact]
    public void A_field_that_stands_twice_is_refused() =>
        Should.Throw<ArgumentException>(() => new ProcedureCatalog([], [new ProcedureField("land", "a", "a"), new ProcedureField("land", "b", "b")]));

    [Fact]
    public void Versions_that_overlap_are_refused() =>
        Should.Throw<ArgumentException>(() => new ProcedureCatalog(
        [
            new Procedure("1", "a", null, null, null, ValidTo: Day("2025-07-01")), new Procedure("1", "b", null, null, null, ValidFrom: Day("2025-07-01")),
        ]));

    [Theory]
    [InlineData(-1)]
    [InlineData(5001)]
    public void A_limit_out_of_range_cannot_be_made(int value) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new TimeLimit(value, TimeLimitUnit.WorkingDays));

    private static readonly ProcedureCatalog Catalog = new(
        [
            new Procedure("1.012784", "new", "land", new TimeLimit(8, TimeLimitUnit.WorkingDays), null, Day("2025-07-01"), Day("2025-12-31")),
            new Procedure("1.012784", "old", "land", new TimeLimit(10, TimeLimitUnit.WorkingDays), ClockPolicy.Restart, null, Day("2025-06-30")),
        ],
        [new ProcedureField("land", "Đất đai", "Land", ClockPolicy.Subtract)]);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

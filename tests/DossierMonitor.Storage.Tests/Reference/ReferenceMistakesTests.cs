using System.Text;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Reference;

/// <summary>Mistakes that people make in spreadsheets and editors and that would lose data without a word.</summary>
public sealed class ReferenceMistakesTests
{
    private const string Units = "code,name,kind,parent,district,validFrom,validTo,successor\n";
    private const string Good = Units + "502,Tam Kỳ,district,,,,,\n";
    private const string Target = "\"id\":\"a\",\"comparison\":\">=\",\"threshold\":0.5";

    [Theory]
    [InlineData("targets.json", "[null]")]
    [InlineData("targets.json", "null")]
    [InlineData("targets.json", "")]
    [InlineData("targets.json", "[{" + Target + ",\"each\":\"district,branch\"}]")]
    [InlineData("targets.json", "[{" + Target + ",\"each\":\"4\"}]")]
    [InlineData("targets.json", "[{" + Target + ",\"each\":\"\"}]")]
    [InlineData("targets.json", "[{" + Target + ",\"id\":\"b\"}]")]
    [InlineData("targets.json", "[{" + Target + "},{" + Target + "}]")]
    [InlineData("targets.json", "[{" + Target + ",\"minimumVolume\":-1}]")]
    [InlineData("targets.json", "[{" + Target + ",\"measure\":\"rate\"}]")]
    [InlineData("targets.json", "[{" + Target + ",\"definition\":\"open\"}]")]
    [InlineData("targets.json", "[{" + Target + ",\"each\":\"branch\",\"shareOf\":\"a\"}]")]
    [InlineData("units.csv", Units + "502,Tam Kỳ, thành phố cũ,district,,,,,\n")]
    [InlineData("units.csv", Units + "502,\"Tam Kỳ,district,,,,,\n503,Hội An,district,,,,,\n")]
    [InlineData("units.csv", Units + "502,Tam Kỳ,district,,,2025-01-01,2024-12-31,\n")]
    [InlineData("units.csv", "code;name;kind\n502;Tam Kỳ;district\n")]
    [InlineData("procedures.csv", "code,name,field,limit,limitUnit,policy,validFrom,validTo\nP,P,land,5,,,2025-01-01,2024-12-31\n")]
    [InlineData("procedures.csv", "code,name,field\nP,\"Cấp \"đổi\" giấy\",land\n")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n2022-01-03,off,Tết, bù,high\n")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n2022-01-03,off,\"Tết,high\n2022-01-31,off,Tết,high\n")]
    public void A_mistake_is_an_error_of_its_file(string file, string text)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = Good };
        files[file] = text;
        Should.Throw<ReferenceException>(() => ReferenceFolder.Parse(files)).Errors.ShouldAllBe(error => error.File == file);
    }

    [Theory]
    [InlineData("\n\n", 4)]
    [InlineData("503,\"Hội\nAn\",district,,,,,\n", 4)]
    [InlineData("503,Hội An,district,,,,,\n   \n", 4)]
    public void The_line_is_counted_as_an_editor_counts_it(string before, int line)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = Units + before + "502,Tam Kỳ,village,,,,,\n" };
        Should.Throw<ReferenceException>(() => ReferenceFolder.Parse(files)).Errors.ShouldHaveSingleItem().Line.ShouldBe(line);
    }

    [Fact]
    public void Trailing_empty_cells_of_a_spreadsheet_are_no_mistake()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = "\uFEFF" + Units + "502,\"Tam Kỳ, thành phố\",district,,,,,,,\n503,Hội An,district\n,,,,,,,\n" };
        ReferenceFolder.Parse(files).Units.All.Select(unit => unit.Name).ShouldBe(["Tam Kỳ, thành phố", "Hội An"]);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused_instead_of_read_with_broken_letters()
    {
        var folder = Directory.CreateTempSubdirectory("dossier-reference-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "units.csv"), [.. Encoding.UTF8.GetBytes(Units + "502,Tam K"), 0xF8, .. Encoding.UTF8.GetBytes(",district,,,,,\n")]);
            Should.Throw<ReferenceException>(() => ReferenceFolder.Load(folder)).Errors.ShouldHaveSingleItem().File.ShouldBe("units.csv");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

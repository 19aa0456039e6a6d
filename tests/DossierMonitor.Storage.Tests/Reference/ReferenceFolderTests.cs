using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Reference;

public sealed class ReferenceFolderTests
{
    private const string Units = "code,name,kind,parent,district,validFrom,validTo,successor\n";
    private const string Procedures = "code,name,field,limit,limitUnit,policy,validFrom,validTo\n";
    private const string Good = Units + "502,Tam Kỳ,district,,,,,\n";

    [Theory]
    [InlineData("units.csv", Units + ",Tam Kỳ,district,,,,,\n", 2, "code is missing")]
    [InlineData("units.csv", Units + "502,Tam Kỳ,village,,,,,\n", 2, "village")]
    [InlineData("units.csv", Units + "502,Tam Kỳ,,,,,,\n", 2, "kind is missing")]
    [InlineData("units.csv", "# c\n# d\n" + Units + "502,Tam Kỳ,district,,,2022-02-30,,\n", 4, "2022-02-30")]
    [InlineData("units.csv", Units + "502,A,district,,,,,\n502,B,district,,,,,\n", 0, "stands twice")]
    [InlineData("units.csv", Units + "502,A,district,,,,2025-01-31,\n502,B,district,,,2025-01-31,,\n", 0, "overlap")]
    [InlineData("units.csv", "code,name,kind,colour\n502,A,district,red\n", 1, "colour")]
    [InlineData("units.csv", "code,code,kind\n1,2,district\n", 1, "twice")]
    [InlineData("units.csv", "", 0, "empty")]
    [InlineData("procedures.csv", Procedures + "P,P,land,ten,,,,\n", 2, "ten")]
    [InlineData("procedures.csv", Procedures + "P,P,land,-1,,,,\n", 2, "-1")]
    [InlineData("procedures.csv", Procedures + "P,P,land,5001,,,,\n", 2, "5001")]
    [InlineData("procedures.csv", Procedures + "P,P,land,5,weeks,,,\n", 2, "weeks")]
    [InlineData("procedures.csv", Procedures + "P,P,land,5,,stop,,\n", 2, "stop")]
    [InlineData("procedures.csv", Procedures + "P,P,land,0,hours,,,\n", 2, "at least 1")]
    [InlineData("procedures.csv", Procedures + "P,P,land,5,,,,\nP,P,land,6,,,,\n", 0, "overlap")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n2022-13-01,off,x,high\n", 2, "2022-13-01")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n2022-01-01,open,x,high\n", 2, "open")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n2022-01-03,off,x,high\n2022-01-03,off,x,high\n", 0, "twice")]
    [InlineData("calendar.csv", "date,kind,reason,confidence\n1890-01-03,off,x,high\n", 2, "1990")]
    [InlineData("calendar-years.csv", "year,confirmed,source,confidence\n2022,perhaps,x,high\n", 2, "perhaps")]
    [InlineData("calendar-years.csv", "year,confirmed,source,confidence\n2022,true,x,high\n2022,true,x,high\n", 0, "twice")]
    [InlineData("fields.csv", "code,nameVi,nameEn\nland,a,b\nland,a,b\n", 3, "twice")]
    [InlineData("targets.json", "{}", 0, "array")]
    [InlineData("targets.json", "[{\"id\":\"a\",\"comparison\":\"=\",\"threshold\":0.5}]", 0, "comparison")]
    [InlineData("targets.json", "[{\"id\":\"a\",\"comparison\":\">=\",\"threshold\":1.5}]", 0, "threshold")]
    [InlineData("targets.json", "[{\"id\":\"a\",\"comparison\":\">=\",\"threshold\":0.5,\"shareOf\":\"b\"}]", 0, "shareOf")]
    [InlineData("targets.json", "[{\"id\":\"a\",\"comparison\":\">=\",\"threshold\":0.5,\"colour\":1}]", 0, "array of targets")]
    public void A_wrong_file_is_named_with_the_line_and_the_reason(string file, string text, int line, string reason)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = Good, ["calendar.csv"] = "date,kind,reason,confidence\n2022-01-03,off,x,high\n" };
        files[file] = text;
        var error = Should.Throw<ReferenceException>(() => ReferenceFolder.Parse(files)).Errors.ShouldHaveSingleItem();
        error.File.ShouldBe(file);
        if (line > 0)
        {
            error.Line.ShouldBe(line);
        }

        error.Reason.ShouldContain(reason);
    }

    [Fact]
    public void A_folder_with_units_alone_knows_weekends_and_the_four_targets()
    {
        var reference = ReferenceFolder.Parse(new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = Good });
        reference.Calendar.Version.ShouldBe("weekends-only");
        reference.Calendar.LastLoadedYear.ShouldBeNull();
        reference.Targets.Select(target => target.Id).ShouldBe(["branch-on-time", "branches-meeting", "land-late", "district-on-time"]);
    }

    [Fact]
    public void Every_error_of_the_folder_is_named_at_once()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["units.csv"] = Units + "1,a,x,,,,,\n2,b,y,,,,,\n", ["procedures.csv"] = Procedures + "P,P,land,ten,,,,\n" };
        Should.Throw<ReferenceException>(() => ReferenceFolder.Parse(files)).Errors.Count.ShouldBe(3);
    }

    [Fact]
    public void The_shipped_folder_is_sound()
    {
        var reference = ReferenceFolder.Load(Repository.ShippedReference);
        var day = new DateOnly(2022, 12, 15);
        reference.Units.All.Count(unit => unit.Kind == UnitKind.District && unit.IsValidOn(day)).ShouldBe(18);
        reference.Units.All.Count(unit => unit.Kind == UnitKind.Branch && unit.IsValidOn(day)).ShouldBe(18);
        reference.Units.All.Count(unit => unit.Kind == UnitKind.Commune && unit.IsValidOn(day)).ShouldBe(233);
        reference.Units.All.Where(unit => unit.Kind == UnitKind.Commune && unit.IsValidOn(day)).ShouldAllBe(unit => reference.Units.DistrictOf(unit) != null);
        reference.Units.Resolve("20341", day)!.Name.ShouldBe("Phường An Mỹ");
        reference.Units.Resolve("20341", new DateOnly(2025, 7, 1))!.Name.ShouldBe("Phường Tam Kỳ");
        reference.Units.Resolve("519", new DateOnly(2025, 2, 1))!.IsValidOn(new DateOnly(2025, 2, 1)).ShouldBeFalse();
        reference.Calendar.Version.ShouldBe("vn-2026.1");
        reference.Calendar.LastLoadedYear.ShouldBe(2026);
        reference.Calendar.Years.Count.ShouldBe(6);
        reference.Calendar.Years.ShouldAllBe(year => year.Source.Length > 0);
        reference.Procedures.InForce("1.012784", new DateOnly(2025, 7, 1))!.Limit.ShouldBe(new TimeLimit(12, TimeLimitUnit.WorkingDays));
        reference.Procedures.InForce("1.012784", day)!.Limit.ShouldBeNull();
        reference.Procedures.Field("land")!.NameVi.ShouldBe("Đất đai");
    }

    [Fact]
    public void The_shipped_calendar_is_the_shared_list()
    {
        Assert.SkipUnless(Repository.SharedData is not null, "../shared/data is not there");
        var listed = File.ReadAllLines(Path.Combine(Repository.SharedData!, "vn-calendar.csv")).Skip(1).Select(line => string.Join(',', line.Split(',')[..2]));
        var shipped = ReferenceFolder.Load(Repository.ShippedReference).Calendar.Days.OrderBy(day => day.Date).Select(day => $"{day.Date:yyyy-MM-dd},{(day.IsWorkingDay ? "work" : "off")}");
        shipped.ShouldBe(listed);
    }
}

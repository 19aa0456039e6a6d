using System.Globalization;
using System.Text;
using DossierMonitor.Api.Tests.Fixture;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>Provinces of any number of units, with codes and names that are hard on tables.</summary>
internal static class ReportProvince
{
    /// <summary>What spreadsheets compute, tables break at, and pages obey.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "=1+1", "+2", "-3", "@SUM(A1)", "=HYPERLINK(\"http://example.org\",\"x\")", "a\"b", "a,b", "a;b", "<b>&", "_x0041_", "2022-11-03", "0012", "1E5", "TRUE", "Đơn vị ơ",
    ];

    public static IReadOnlyDictionary<string, string> Reference(IReadOnlyList<string> branches) => new Dictionary<string, string>(TestService.SmallReference, StringComparer.Ordinal)
    {
        ["units.csv"] = new StringBuilder("code,name,kind,parent,district,validFrom,validTo,successor\n49,Quảng Nam,province,,,,,\n502,Tam Kỳ,district,49,,,,\n")
            .AppendJoin('\n', branches.Select(code => $"{Csv(code)},{Csv("Chi nhánh \"" + code + "\" <ớ>")},branch,49,502,,,"))
            .Append('\n').ToString(),
    };

    /// <summary>So many dossiers of a unit, some of them late, one in three online, one open and overdue.</summary>
    public static string Events(IEnumerable<(string Unit, int Dossiers, int Late)> units) => EventText.Batch(units.SelectMany((unit, n) =>
        Enumerable.Range(0, unit.Dossiers).SelectMany(i =>
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"U{n}-{i}");
            return new[]
            {
                EventText.Event("r" + code, "received", code, "2022-11-01T08:00:00+07:00", new { unit = unit.Unit, procedure = "1.012784", dueAt = "2022-11-10", channel = i % 3 == 0 ? "online" : "direct" }),
                EventText.Event("f" + code, "finished", code, i < unit.Late ? "2022-11-15T08:00:00+07:00" : "2022-11-09T08:00:00+07:00"),
            }.Take(i == unit.Dossiers - 1 ? 1 : 2);
        })));

    public static async Task<TestService> StartAsync(IReadOnlyList<string> branches, Func<int, (int Dossiers, int Late)> sizes)
    {
        var service = await TestService.StartAsync(reference: Reference(branches));
        foreach (var part in branches.Select((code, i) => (code, sizes(i).Dossiers, sizes(i).Late)).Chunk(25))
        {
            if (part.Any(unit => unit.Dossiers > 0))
            {
                await service.PostOkAsync(Events(part));
            }
        }

        return service;
    }

    private static string Csv(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}

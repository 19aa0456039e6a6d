using System.Text.RegularExpressions;
using DossierMonitor.Storage.Database;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Database;

public sealed partial class SqlScriptsTests
{
    [Fact]
    public void No_script_is_missing_and_none_is_unused()
    {
        var source = Path.Combine(Repository.Root, "src", "DossierMonitor.Storage");
        var code = string.Concat(Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("obj", StringComparison.Ordinal)).Select(File.ReadAllText));
        var used = Names().Matches(code).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        var there = SqlScripts.AllNames.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        used.Except(there).ShouldBeEmpty("missing");
        there.Except(used).ShouldBeEmpty("unused");
        foreach (var name in there)
        {
            SqlScripts.AllNames.Count(script => script == name + ".sql").ShouldBe(SqlScripts.AllNames.Any(script => script == name + ".sqlite.sql" || script == name + ".postgres.sql") ? 0 : 1, name);
        }
    }

    [Fact]
    public void A_script_that_is_not_there_is_named() =>
        Should.Throw<InvalidOperationException>(() => SqlScripts.Get("Queries/nothing")).Message.ShouldContain("Queries/nothing");

    [GeneratedRegex("\"(?<name>(?:Database/Migrations|EventLog|Dossiers|Tallies|Queries|Queries/Known|Reference|Closings|Verification|Administration)/[a-z0-9-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();
}

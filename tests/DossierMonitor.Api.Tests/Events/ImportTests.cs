using System.IO.Compression;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Events;

/// <summary>The import command, as an operator runs it; verify and rebuild on what it made.</summary>
public sealed class ImportTests
{
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(false, 12_000)]
    public async Task Events_of_a_file_are_imported_verified_and_rebuilt(bool compressed, int dossiers)
    {
        var folder = Directory.CreateTempSubdirectory("dossier-import-").FullName;
        try
        {
            var file = Path.Combine(folder, compressed ? "events.ndjson.gz" : "events.ndjson");
            await using (var stream = compressed ? new GZipStream(File.Create(file), CompressionLevel.Fastest) : (Stream)File.Create(file))
            await using (var text = new StreamWriter(stream))
            {
                for (var n = 0; n < dossiers; n++)
                {
                    await text.WriteLineAsync($$$"""{"specversion":"1.0","id":"{{{n}}}","source":"s","type":"dossier.received","subject":"D-{{{n}}}","time":"2022-11-03T08:00:00+07:00","data":{"unit":"502","procedure":"1.012784","dueAt":"2022-11-17"}}""");
                }
            }

            var database = "sqlite:" + Path.Combine(folder, "import.db");
            (await CommandLine.RunAsync(["import", file, "--database", database])).ShouldBe(CommandLine.Success);
            (await CommandLine.RunAsync(["verify", "--database", database])).ShouldBe(CommandLine.Success);
            (await CommandLine.RunAsync(["rebuild", "--database", database, "--keep"])).ShouldBe(CommandLine.Success);
            File.Exists(Path.Combine(folder, "import.db.old")).ShouldBeTrue();
            Directory.GetFiles(folder, "*-wal").ShouldBeEmpty();
            (await CommandLine.RunAsync(["verify", "--database", database])).ShouldBe(CommandLine.Success);
            (await CommandLine.RunAsync(["import", file, "--database", database])).ShouldBe(CommandLine.Success);
            await using var service = await TestService.StartAsync(settings => settings with { Database = database, Reference = Repository.ShippedReference });
            (await service.GetAsync("/v1/on-time?by=unit&unit=502")).GetProperty("total").GetProperty("received").GetInt32().ShouldBe(dossiers);
            (await service.GetAsync("/v1/verification")).GetProperty("verified").GetProperty("result").GetString().ShouldBe("ok");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

using System.Text.Json;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Reference;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Simulation;

public sealed class SimulateTests : IDisposable
{
    private static readonly ClockSettings Clock = ClockSettings.ForZone("Asia/Ho_Chi_Minh");
    private static readonly ReferenceData Reference = ReferenceFolder.Load(Repository.ShippedReference);
    private static readonly DateOnly LastDay = new(2024, 12, 31);

    private readonly string _folder = Directory.CreateTempSubdirectory("dossier-monitor-").FullName;

    [Theory]
    [InlineData(EventIds.TimeOrdered, 3)]
    [InlineData(EventIds.Random, 3)]
    [InlineData(EventIds.TimeOrdered, 8)]
    public void What_is_written_to_the_database_is_what_the_service_reads_from_the_text(EventIds ids, int years)
    {
        var province = Province(2_000, years, ids);
        var parser = new EventParser(new Rulebook(Reference, Clock), Instant.From(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        foreach (var e in province.Events())
        {
            var parsed = parser.Parse(Line(e));
            parsed.Refusal.ShouldBeNull();
            parsed.Event.ShouldBe(e.ToDossierEvent());
        }
    }

    [Theory]
    [InlineData(EventIds.TimeOrdered)]
    [InlineData(EventIds.Random)]
    public void Each_dossier_has_a_code_and_each_event_an_id_of_its_own_and_events_come_in_order(EventIds ids)
    {
        var events = Province(3_000, 3, ids).Events().Select(e => e.ToDossierEvent()).ToList();
        events.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(events.Count);
        events.Select(e => e.Code).Distinct(StringComparer.Ordinal).Count().ShouldBe(3_000);
        events.Zip(events.Skip(1)).ShouldAllBe(pair => pair.First.Time <= pair.Second.Time);
        events.Zip(events.Skip(1)).All(pair => string.CompareOrdinal(pair.First.Id, pair.Second.Id) < 0).ShouldBe(ids == EventIds.TimeOrdered);
        Guid.Parse(events[0].Id).Version.ShouldBe(ids == EventIds.TimeOrdered ? 7 : 4);
        var mistakes = events.Where(e => e.EventId is not null).ToList();
        mistakes.ShouldNotBeEmpty();
        mistakes.ShouldAllBe(e => events.Exists(other => other.Id == e.EventId && other.Code == e.Code));
    }

    [Fact]
    public async Task Parts_of_a_simulation_make_the_whole_and_repeating_one_stores_nothing()
    {
        var database = "sqlite:" + Path.Combine(_folder, "parts.db");
        string[] whole = ["simulate", "--dossiers", "300", "--database", database];
        (await CommandLine.RunAsync([.. whole, "--events", "700"])).ShouldBe(CommandLine.Success);
        (await CommandLine.RunAsync([.. whole, "--skip", "600"])).ShouldBe(CommandLine.Success);
        (await CommandLine.RunAsync(["verify", "--database", database])).ShouldBe(CommandLine.Success);

        var file = Path.Combine(_folder, "whole.ndjson");
        (await CommandLine.RunAsync([.. whole, "--events-to", file])).ShouldBe(CommandLine.Success);
        await using var service = await TestService.StartAsync(settings => settings with { Database = database, Reference = Repository.ShippedReference }, now: TimeProvider.System.GetUtcNow());
        var head = (await service.GetAsync("/v1/log/head")).GetProperty("heads").EnumerateArray().Single();
        head.GetProperty("events").GetInt32().ShouldBe(File.ReadLines(file).Count());
    }

    [Theory]
    [InlineData("--dossiers", "0")]
    [InlineData("--dossiers", "10", "--until", "2999-01-01")]
    [InlineData("--dossiers", "10", "--until", "2026-06-30", "--years", "1")]
    [InlineData("--dossiers", "10", "--ids", "sequential")]
    [InlineData("--dossiers", "10", "--events", "0")]
    [InlineData("--years", "3")]
    public async Task Wrong_use_of_simulate_ends_with_code_2(params string[] args) =>
        (await CommandLine.RunAsync(["simulate", .. args, "--database", "sqlite:" + Path.Combine(_folder, "wrong.db")])).ShouldBe(CommandLine.WrongUse);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Line(SimulatedEvent e)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            e.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private static ProvinceSimulation Province(int dossiers, int years, EventIds ids) =>
        new(SimulationSettings.OfYears(dossiers, years, LastDay, Clock.Days) with { Ids = ids }, Reference, Clock);
}

using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Procedures;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database.Postgres;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>What an engine brings to the suites: an empty database, and another look at the same one.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    string Address { get; }

    FakeTimeProvider Time { get; }

    Task<DossierStore> OpenAsync(Rulebook rulebook);
}

public sealed class SqliteStoreFixture : IStoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dossier-store-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "store.db");

    public string Address => Path;

    public FakeTimeProvider Time { get; } = Clocks.New();

    public Task<DossierStore> OpenAsync(Rulebook rulebook) => DossierStore.OpenAsync(Path, rulebook, Time);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database of the tests' own server; skips where there is none.</summary>
public sealed class PostgresStoreFixture : IStoreFixture
{
    private readonly string _name;

    public PostgresStoreFixture(string? template = null)
    {
        Assert.SkipUnless(PostgresCluster.Missing is null, PostgresCluster.Missing ?? "");
        _name = PostgresCluster.Instance.NewName();
        PostgresDatabases.Create(_name, template);
    }

    public string Address => PostgresCluster.Instance.Address(_name);

    public FakeTimeProvider Time { get; } = Clocks.New();

    public Task<DossierStore> OpenAsync(Rulebook rulebook) => DossierStore.OpenAsync(Address, rulebook, Time);

    public ValueTask DisposeAsync()
    {
        PostgresDatabases.Drop(_name);
        return ValueTask.CompletedTask;
    }
}

public static class Clocks
{
    public static FakeTimeProvider New() => new(new DateTimeOffset(2022, 12, 15, 17, 0, 0, TimeSpan.FromHours(7)));
}

public static class Rulebooks
{
    public static Rulebook Of(
        IEnumerable<Unit> units, IEnumerable<Procedure> procedures, WorkingCalendar calendar, VerdictBy by = VerdictBy.Instant, string name = "test") => new(
        new ReferenceData(
            new UnitDirectory(units),
            new ProcedureCatalog(procedures),
            calendar,
            Target.Defaults,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["test"] = $"{name} {calendar.Days.Count} {string.Join(';', procedures)}" }),
        ClockSettings.ForZone("Asia/Ho_Chi_Minh") with { VerdictBy = by });

    public static Rulebook Of(GoldenCase golden) => Of(GoldenCase.Units, golden.Procedures, GoldenCase.Calendar, golden.VerdictBy);

    public static List<SubmittedEvent> Submitted(this IEnumerable<DossierEvent> events) => [.. events.Select(e => SubmittedEvent.Of(e))];
}

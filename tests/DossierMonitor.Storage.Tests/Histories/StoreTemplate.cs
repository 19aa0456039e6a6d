using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tests.Contract;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DossierMonitor.Storage.Tests.Histories;

/// <summary>Empty databases by the thousand: the schema and the calendar are written once and copied.</summary>
public sealed class StoreTemplate : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dossier-histories-").FullName;
    private readonly string? _postgres;
    private int _count;

    private StoreTemplate(Rulebook rulebook, bool postgres)
    {
        Rulebook = rulebook;
        if (postgres)
        {
            Assert.SkipUnless(PostgresCluster.Missing is null, PostgresCluster.Missing ?? "");
            _postgres = PostgresCluster.Instance.NewName();
            PostgresDatabases.Create(_postgres);
        }
    }

    public Rulebook Rulebook { get; }

    private string Original => _postgres is null ? Path.Combine(_folder, "template.db") : PostgresCluster.Instance.Address(_postgres);

    public static async Task<StoreTemplate> CreateAsync(Rulebook rulebook, bool postgres = false)
    {
        var template = new StoreTemplate(rulebook, postgres);
        await (await DossierStore.OpenAsync(template.Original, rulebook, TimeProvider.System)).DisposeAsync();
        return template;
    }

    public async Task<HistoryStore> OpenAsync()
    {
        var time = new FakeTimeProvider(HistoryStore.Begin.ToDateTimeOffset());
        if (_postgres is not null)
        {
            var name = PostgresCluster.Instance.NewName();
            PostgresDatabases.Create(name, _postgres);
            var address = PostgresCluster.Instance.Address(name);
            return new HistoryStore(address, await DossierStore.OpenAsync(address, Rulebook, time), time, () => PostgresDatabases.Drop(name));
        }

        var path = Path.Combine(_folder, $"{Interlocked.Increment(ref _count)}.db");
        File.Copy(Original, path);
        return new HistoryStore(path, await DossierStore.OpenAsync(path, Rulebook, time), time, () => File.Delete(path));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_postgres is not null)
        {
            PostgresDatabases.Drop(_postgres);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>A database that is written to a minute per batch, after everything of the random histories has happened.</summary>
public sealed class HistoryStore(string address, DossierStore store, FakeTimeProvider time, Action drop) : IAsyncDisposable
{
    public static Instant Begin { get; } = Instant.Parse("2023-02-01T00:00:00Z");

    public string Address => address;

    public DossierStore Store => store;

    /// <returns>When each batch was recorded.</returns>
    public async Task<List<Instant>> SubmitAsync(IEnumerable<Domain.Dossiers.DossierEvent[]> batches)
    {
        var recorded = new List<Instant>();
        foreach (var batch in batches)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await store.Writer.SubmitAsync([.. batch.Select(SubmittedEvent.Of)]);
            recorded.Add(Instant.From(time.GetUtcNow()));
        }

        return recorded;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        drop();
    }
}

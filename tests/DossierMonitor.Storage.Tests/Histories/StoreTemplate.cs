using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using Microsoft.Extensions.Time.Testing;

namespace DossierMonitor.Storage.Tests.Histories;

/// <summary>Empty databases by the thousand: the schema and the calendar are written once and copied.</summary>
public sealed class StoreTemplate : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dossier-histories-").FullName;
    private int _count;

    private StoreTemplate(Rulebook rulebook) => Rulebook = rulebook;

    public Rulebook Rulebook { get; }

    private string Original => Path.Combine(_folder, "template.db");

    public static async Task<StoreTemplate> CreateAsync(Rulebook rulebook)
    {
        var template = new StoreTemplate(rulebook);
        await (await DossierStore.OpenAsync(template.Original, rulebook, TimeProvider.System)).DisposeAsync();
        return template;
    }

    public async Task<HistoryStore> OpenAsync()
    {
        var path = Path.Combine(_folder, $"{Interlocked.Increment(ref _count)}.db");
        File.Copy(Original, path);
        var time = new FakeTimeProvider(HistoryStore.Begin.ToDateTimeOffset());
        return new HistoryStore(path, await DossierStore.OpenAsync(path, Rulebook, time), time);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A database that is written to a minute per batch, after everything of the random histories has happened.</summary>
public sealed class HistoryStore(string path, DossierStore store, FakeTimeProvider time) : IAsyncDisposable
{
    public static Instant Begin { get; } = Instant.Parse("2023-02-01T00:00:00Z");

    public string Path => path;

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
        File.Delete(path);
    }
}

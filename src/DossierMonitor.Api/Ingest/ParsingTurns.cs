namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Batches are parsed by turns, a few at a time: parsing keeps a processor busy for milliseconds, and what many portals push at once
/// must leave processors to the writer and to those who read.
/// </summary>
public sealed class ParsingTurns : IDisposable
{
    // Shorter ones are parsed sooner than a turn could be waited for.
    private const int LongBody = 32 * 1024;

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async ValueTask<T> TakeAsync<T>(int length, Func<T> parse, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parse);
        if (length < LongBody)
        {
            return parse();
        }

        await _turns.WaitAsync(cancellation);
        try
        {
            return parse();
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}

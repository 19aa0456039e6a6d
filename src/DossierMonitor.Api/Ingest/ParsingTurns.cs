using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Batches are parsed by turns, a few at a time: parsing keeps a processor busy for milliseconds, and what many portals push at once
/// must leave processors to the writer and to those who read.
/// </summary>
public sealed class ParsingTurns : IDisposable
{
    // Shorter ones are parsed sooner than a turn could be waited for.
    private const int LongBody = 32 * 1024;

    // Whose bodies are in memory meanwhile: a megabyte each at most.
    private const int MostWaiting = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <exception cref="WriterBusyException">Too many wait, or it takes too long: come back later.</exception>
    public async ValueTask<T> TakeAsync<T>(int length, Func<T> parse, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parse);
        if (length < LongBody)
        {
            return parse();
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting || !await _turns.WaitAsync(Patience, cancellation))
            {
                throw new WriterBusyException("Too many batches wait to be parsed.");
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

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

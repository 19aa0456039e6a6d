using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Ingest;

/// <summary>
/// Batches are parsed by turns, a few at a time: parsing keeps a processor busy for milliseconds, and what many portals push at once
/// must leave processors to the writer and to those who read. On threads of their own, which step back when somebody waits for an
/// answer.
/// </summary>
public sealed class ParsingTurns : IDisposable
{
    // Shorter ones are parsed sooner than a turn could be waited for.
    private const int LongBody = 32 * 1024;

    // Whose bodies are in memory meanwhile: a megabyte each at most.
    private const int MostWaiting = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BackgroundThreads _turns = new("parsing", Math.Max(1, Environment.ProcessorCount / 2));
    private int _waiting;

    /// <exception cref="WriterBusyException">Too many wait, or it takes too long: come back later.</exception>
    public async ValueTask<T> TakeAsync<T>(int length, Func<T> parse, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(parse);
        if (length < LongBody)
        {
            return parse();
        }

        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new WriterBusyException("Too many batches wait to be parsed.");
        }

        var since = Environment.TickCount64;
        var parsed = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _turns.Add(() =>
        {
            Interlocked.Decrement(ref _waiting);
            try
            {
                cancellation.ThrowIfCancellationRequested();
                parsed.SetResult(Environment.TickCount64 - since > Patience.TotalMilliseconds
                    ? throw new WriterBusyException("The batch has waited too long to be parsed.")
                    : parse());
            }
            catch (Exception error)
            {
                parsed.SetException(error);
            }
        });
        return await parsed.Task;
    }

    public void Dispose() => _turns.Dispose();
}

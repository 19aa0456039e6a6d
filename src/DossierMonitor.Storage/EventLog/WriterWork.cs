using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.EventLog;

/// <summary>A group whose transaction is on its way.</summary>
internal sealed class WriterFlight(List<SubmitWork> group, List<IReadOnlyList<EventOutcome>> outcomes, TimeProvider time)
{
    private readonly TaskCompletionSource _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<IReadOnlyList<EventOutcome>> _outcomes = outcomes;

    public List<SubmitWork> Group => group;

    /// <summary>In events.</summary>
    public int Size { get; } = group.Sum(work => work.Events.Count);

    /// <summary>When the database began with it.</summary>
    public long Since { get; } = time.GetTimestamp();

    /// <summary>How long the database was at it.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>Over when it is committed.</summary>
    public Task Landed => _landed.Task;

    public void Land()
    {
        Took = time.GetElapsedTime(Since);
        _landed.SetResult();

        // By another thread: whoever tells it has more to send.
        ThreadPool.UnsafeQueueUserWorkItem(static flight => SubmitWork.Answer(flight.Group, flight._outcomes), this, preferLocal: false);
    }
}

internal abstract class WriterWork;

internal sealed class SettleWork : WriterWork
{
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Run(Action settle)
    {
        try
        {
            settle();
            Done.SetResult();
        }
        catch (Exception error)
        {
            Done.SetException(error);
        }
    }
}

internal abstract class AdministrativeWork : WriterWork
{
    public abstract void Run(StoreDatabase database, Instant now);
}

internal sealed class AdministrativeWork<T>(string actor, Func<AdministrativeWriter, T> change) : AdministrativeWork
{
    public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(StoreDatabase database, Instant now)
    {
        var connection = database.Writer;
        try
        {
            using var transaction = connection.BeginWrite();
            var result = change(new AdministrativeWriter(connection, now, actor));
            transaction.Commit();
            Done.SetResult(result);
        }
        catch (Exception error)
        {
            Done.SetException(database.Told(error));
        }
    }
}

internal sealed class ClosingWork(string name, Func<Snapshot, Instant, ClosingDraft> draft, string actor) : WriterWork
{
    public string Actor { get; } = actor;

    public string Name { get; } = name;

    public Func<Snapshot, Instant, ClosingDraft> Draft { get; } = draft;

    public TaskCompletionSource<Closing> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal sealed class SubmitWork(IReadOnlyList<SubmittedEvent> events, long[]? keys, bool dryRun, string? unit, long since) : WriterWork
{
    /// <summary>When it began to wait.</summary>
    public long Since { get; } = since;

    public IReadOnlyList<SubmittedEvent> Events { get; } = events;

    /// <summary>By which the ids are found; null where the engine needs none.</summary>
    public long[]? Keys { get; } = keys;

    public bool DryRun { get; } = dryRun;

    public string? Unit { get; } = unit;

    public TaskCompletionSource<IReadOnlyList<EventOutcome>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static void Answer(List<SubmitWork> group, List<IReadOnlyList<EventOutcome>> outcomes)
    {
        for (var i = 0; i < group.Count; i++)
        {
            group[i].Done.SetResult(outcomes[i]);
        }
    }
}

internal sealed class RulesWork(Rulebook rulebook, IProgress<(int Done, int Total)>? progress, string actor) : WriterWork
{
    public string Actor { get; } = actor;

    public Rulebook Rulebook { get; } = rulebook;

    public IProgress<(int Done, int Total)>? Progress { get; } = progress;

    public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

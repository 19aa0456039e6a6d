using System.Threading.Channels;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Closings;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// The one writer. Every request that waits goes into one transaction (group commit) and is answered after the commit:
/// <list type="number">
/// <item>same id, same content: duplicate, nothing moves;</item>
/// <item>same id, other content: conflict, the first stays;</item>
/// <item>the commit failed: nobody was told that anything is stored; the same ids can be sent again;</item>
/// <item>one request poisons the group: the group is rolled back and each request is tried alone, so the others live;</item>
/// <item>a dry run is rolled back and answers what would have happened.</item>
/// </list>
/// </summary>
public sealed class EventWriter : IAsyncDisposable
{
    // In events: a larger group only makes the first of it wait.
    private const int GroupLimit = 10_000;

    // In requests, and in events, which is what takes the memory.
    private const int QueueLimit = 1_024;
    private const int QueuedEventsLimit = 50_000;

    // Of a transaction that failed for a reason outside of it.
    private const int Attempts = 3;

    // None follows on a transaction that is tried again, so that what fails again and again is told after the last attempt.
    private const int SecondAttempt = 2;

    // In events. The database gets so many first when it has nothing to do, and the rest while it is at them.
    private const int FirstOfMany = 500;
    private const int WorthFollowing = 500;
    private const int WorthHalving = 4_000;

    // So long transactions follow each other while another program waits to write: each time the turn changes, what is known of the
    // database has to be read again.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    // While it waits for its turn, the writer looks so often for what the other has written meanwhile.
    private static readonly TimeSpan PrepareEvery = TimeSpan.FromMilliseconds(100);

    // Whoever has waited that long had better be told to come back than be left without an answer until it gives up.
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(10);

    // Nothing came for so long: then the tallies are put in order.
    private static readonly TimeSpan SettleAfter = TimeSpan.FromMilliseconds(250);

    private readonly Channel<WriterWork> _queue = Channel.CreateBounded<WriterWork>(
        new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly StoreDatabase _database;
    private readonly SubmissionProcessor _processor;
    private readonly TimeProvider _time;
    private readonly int _groupLimit;
    private readonly Task _loop;

    // Of the loop.
    private WriterWork? _putBack;
    private StoreTransaction? _behind;
    private WriterFlight? _flight;
    private Task<bool>? _more;
    private readonly BackgroundThreads _promptly = new("beginning a turn", 1, stepBack: false);
    private readonly WriterPace _landing = new();
    private readonly WriterPace _projecting = new();
    private long _turnSince;
    private bool _mayHavePending;
    private long _queuedEvents;
    private volatile Rulebook _rulebook;
    private volatile Rulebook? _incoming;

    /// <param name="database">Whose writer it becomes.</param>
    /// <param name="rulebook">The rules in force.</param>
    /// <param name="time">Clock.</param>
    /// <param name="groupCommit">False: a transaction for each request, to see what the group saves.</param>
    public EventWriter(StoreDatabase database, Rulebook rulebook, TimeProvider time, bool groupCommit = true)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _rulebook = rulebook;
        _time = time;
        _groupLimit = groupCommit ? GroupLimit : 1;
        _processor = new SubmissionProcessor(database.Writer);
        _mayHavePending = database.Writer.LetsTalliesWait;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The rules in force: those that the database's figures were computed with.</summary>
    public Rulebook Rulebook => _rulebook;

    /// <summary>
    /// The rules with that digest: those in force or those of a recomputation under way, whose commit a reader may see a
    /// moment before the swap. Null when the figures were computed by neither.
    /// </summary>
    internal Rulebook? WithDigest(string? digest)
    {
        var (current, incoming) = (_rulebook, _incoming);
        return digest == current.Digest ? current : digest == incoming?.Digest ? incoming : null;
    }

    /// <summary>
    /// Takes over the rules that another replica has put in force: the database has them as their files were. Null where one
    /// program alone is meant to, or when this program cannot compute by them.
    /// </summary>
    internal Rulebook? Adopt(StoreConnection connection, string? digest)
    {
        if (!_database.HasReplicas || digest is null || RulebookArchive.Load(connection, digest) is not { } rulebook)
        {
            return null;
        }

        _rulebook = rulebook;
        return rulebook;
    }

    internal SliceCatalog Slices { get; } = new();

    /// <summary>How many transactions began behind one that was still on its way.</summary>
    internal long Followed { get; private set; }

    /// <summary>How often something was fetched while another program wrote.</summary>
    internal long Prepared { get; private set; }

    public bool IsRunning => !_loop.IsCompleted;

    /// <returns>One outcome per event, in order, after the commit.</returns>
    /// <exception cref="SubmissionFailedException">Not committed, as far as is known: send the same ids again.</exception>
    /// <exception cref="WriterBusyException">Too many requests wait.</exception>
    /// <param name="events">Parsed.</param>
    /// <param name="dryRun">Stores nothing.</param>
    /// <param name="unit">The unit that the caller is bound to, with those below it; null = it may write for all.</param>
    public Task<IReadOnlyList<EventOutcome>> SubmitAsync(IReadOnlyList<SubmittedEvent> events, bool dryRun = false, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        var work = new SubmitWork(events, _database.Writer.KeepsEventKeys ? EventKeys.Of(events) : null, dryRun, unit, _time.GetTimestamp());

        // One that is larger than the bound is taken when nobody else waits.
        var queued = Interlocked.Add(ref _queuedEvents, events.Count);
        if (queued > QueuedEventsLimit && queued > events.Count)
        {
            Interlocked.Add(ref _queuedEvents, -events.Count);
            throw new WriterBusyException();
        }

        if (!_queue.Writer.TryWrite(work))
        {
            Interlocked.Add(ref _queuedEvents, -events.Count);
            throw _loop.IsCompleted || _queue.Reader.Completion.IsCompleted
                ? new SubmissionFailedException("The writer has stopped.")
                : new WriterBusyException();
        }

        return work.Done.Task;
    }

    /// <summary>Computes everything again by other rules, in one transaction, and puts them in force.</summary>
    /// <param name="rulebook">The rules.</param>
    /// <param name="progress">Told how many dossiers are done.</param>
    /// <param name="actor">Who brings them, for the audit.</param>
    /// <returns>How many dossiers were folded; 0 when the figures already were by these rules.</returns>
    public async Task<int> UseAsync(Rulebook rulebook, IProgress<(int Done, int Total)>? progress = null, string actor = "service")
    {
        var work = new RulesWork(rulebook, progress, actor);
        await EnqueueAsync(work);
        return await work.Done.Task;
    }

    /// <summary>
    /// Freezes a period between two transactions: what the draft reads is all that was recorded, and every later event is
    /// recorded after it.
    /// </summary>
    /// <param name="name">Unique.</param>
    /// <param name="draft">Makes the frozen figures; gets the database as it is, the instant, and the chains' heads.</param>
    /// <param name="actor">Who closes, for the audit.</param>
    /// <exception cref="ClosingExistsException">The name is taken.</exception>
    public async Task<Closing> CloseAsync(string name, Func<Snapshot, Instant, ClosingDraft> draft, string actor = "service")
    {
        var work = new ClosingWork(name, draft, actor);
        await EnqueueAsync(work);
        return await work.Done.Task;
    }

    /// <summary>Makes administrative changes in a transaction of their own.</summary>
    public async Task<T> AdministrateAsync<T>(string actor, Func<AdministrativeWriter, T> change)
    {
        var work = new AdministrativeWork<T>(actor, change);
        await EnqueueAsync(work);
        return await work.Done.Task;
    }

    /// <summary>Adds to the tallies what waits to be added; the figures are the same before and after.</summary>
    internal async Task SettleAsync()
    {
        var work = new SettleWork();
        await EnqueueAsync(work);
        await work.Done.Task;
    }

    /// <summary>Finishes what was accepted, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _promptly.Dispose();
        _processor.Dispose();
    }

    private void Run()
    {
        BackgroundThreads.StepBack();
        while (_putBack is not null || Wait())
        {
            var group = new List<SubmitWork>();
            Gather(group, 0, MostAtFirst(0));
            if (group.Count > 0)
            {
                Commit(group, mayGrow: true);
            }
            else
            {
                Land();
                var work = _putBack;
                _putBack = null;
                Do(work);
            }

            _database.Committed();
        }

        Land();
        if (_processor.HasPending)
        {
            Settle();
        }
    }

    /// <summary>What is not an event.</summary>
    private void Do(WriterWork? work)
    {
        switch (work)
        {
            case RulesWork rules:
                Recompute(rules);
                break;
            case ClosingWork closing:
                Close(closing);
                break;
            case SettleWork settle:
                settle.Run(SettleNow);
                break;
            case AdministrativeWork administrative:
                administrative.Run(_database, Instant.From(_time.GetUtcNow()));
                break;
            default:
                break;
        }
    }

    /// <summary>How large a group may be that none is on its way before: of many that wait, half are left to be prepared while it is written.</summary>
    private int MostAtFirst(int size) =>
        _behind is null && _database.Writer.CanFollow ? (int)Math.Clamp((size + Interlocked.Read(ref _queuedEvents)) / 2, Math.Min(WorthHalving, _groupLimit), _groupLimit) : _groupLimit;

    /// <summary>Adds submissions that wait to the group; a dry run stays alone.</summary>
    /// <returns>How many events it has then.</returns>
    private int Gather(List<SubmitWork> group, int size, int most)
    {
        while (size < most && (_putBack is not null || _queue.Reader.TryRead(out _putBack)))
        {
            if (_putBack is not SubmitWork submit || (submit.DryRun && group.Count > 0))
            {
                break;
            }

            _putBack = null;
            Interlocked.Add(ref _queuedEvents, -submit.Events.Count);
            if (_time.GetElapsedTime(submit.Since) > WaitLimit)
            {
                submit.Done.SetException(new WriterBusyException());
                continue;
            }

            group.Add(submit);
            size += submit.Events.Count;
            if (submit.DryRun)
            {
                break;
            }
        }

        return size;
    }

    private bool Wait()
    {
        if (!_queue.Reader.TryPeek(out _))
        {
            Land();
        }

        while (_mayHavePending)
        {
            using var idle = new CancellationTokenSource(SettleAfter, _time);
            try
            {
                return _queue.Reader.WaitToReadAsync(idle.Token).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                Settle();
            }
        }

        return _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();
    }

    // Nobody waits for it, and nobody needs it: it is tried again after the next events.
    private void Settle()
    {
        _mayHavePending = false;
        try
        {
            SettleNow();
        }
        catch (Exception)
        {
            // The figures are right without it.
        }
    }

    private void SettleNow()
    {
        try
        {
            using var transaction = _database.Writer.BeginWrite();
            _database.Writer.FindByKeys();
            _ = Begin();
            _processor.Settle();
            transaction.Commit();
            _processor.Committed();
        }
        catch
        {
            _processor.RolledBack();
            throw;
        }
    }

    private void Commit(List<SubmitWork> group, int attempt = 1, bool mayGrow = false)
    {
        try
        {
            Process(group, attempt, mayGrow);
        }
        catch (Exception error)
        {
            if (TakeLost() is { } lost)
            {
                // The one before it failed, or was never tried. What is wrong, and with which of them, shows when each is alone.
                Commit(lost.Group, SecondAttempt);
                Commit(group, attempt);
            }
            else if (error is NotAsLeftException)
            {
                Commit(group, attempt);
            }
            else
            {
                TryAgain(group, attempt, error);
            }
        }
    }

    private void TryAgain(List<SubmitWork> group, int attempt, Exception error)
    {
        // Should it have been committed all the same, then the next attempt finds its events there, as duplicates.
        if (_database.MaySucceedAgain(error))
        {
            if (attempt < Attempts)
            {
                Commit(group, attempt + 1);
                return;
            }

            foreach (var work in group)
            {
                work.Done.SetException(new SubmissionFailedException("The database cannot be reached.", error));
            }

            return;
        }

        if (group.Count == 1)
        {
            group[0].Done.SetException(new SubmissionFailedException("The transaction failed.", error));
            return;
        }

        foreach (var work in group)
        {
            Commit([work]);
        }
    }

    /// <summary>
    /// A transaction; while the database is at it, the next group is prepared: then its commit is left to be done when the database
    /// comes to it, and the next one begins behind it (<see cref="StoreConnection.Follow"/>).
    /// </summary>
    private void Process(List<SubmitWork> group, int attempt, bool mayGrow)
    {
        if (group[0].DryRun)
        {
            Land();
        }

        var follows = _behind is not null;
        using var transaction = _behind ?? _database.Writer.BeginWrite(turn => Prepare(group, mayGrow && !group[0].DryRun, turn));
        _behind = null;
        try
        {
            var outcomes = new List<IReadOnlyList<EventOutcome>>(group.Count);
            var now = follows ? Follow() : Begin(group, outcomes);
            Take(group, now, outcomes);
            if (group[0].DryRun)
            {
                transaction.Rollback();
                _processor.Undone();
                SubmitWork.Answer(group, outcomes);
                return;
            }

            var size = group.Sum(work => work.Events.Count);
            while (_flight is { Landed.IsCompleted: false } flight && size < Math.Min(flight.Size, _groupLimit)
                && MoreComesBefore(MayGrowFor(flight, size), flight.Landed, _database.Writer.Sent))
            {
                // As long as the database is at the one before, this one can grow: as large as that one, since its callers, who wait
                // for it, are all that are missing then.
                size = Gather(group, size, _groupLimit);
                Take(group, now, outcomes);
            }

            var started = _time.GetTimestamp();
            _processor.Project(_rulebook, follows);
            _projecting.Note(_time.GetElapsedTime(started), size);
            if (attempt < SecondAttempt && MayBeFollowed(size, follows))
            {
                _database.Writer.SendAhead(everything: true);
                AwaitFlight();
                if (!_database.Writer.Sent.IsFaulted && MoreComesBefore(Timeout.InfiniteTimeSpan, _database.Writer.Sent))
                {
                    _processor.Committed();
                    _flight = new WriterFlight(group, outcomes, _time);
                    Followed++;
                    _behind = _database.Writer.Follow(_flight.Land, _database.Writer.Script("EventLog/ends"), _processor.IsAsLeft());
                    return;
                }
            }

            transaction.Commit();
            _flight = null;
            _processor.Committed();
            _mayHavePending = _processor.HasPending;
            SubmitWork.Answer(group, outcomes);
        }
        catch
        {
            // The one before it, if it is on its way, is not to be lost for what went wrong here.
            AwaitSent();
            transaction.Dispose();
            _processor.RolledBack();
            throw;
        }
    }

    /// <summary>While another program writes, the group grows, and what it will look for is fetched: when its turn has come the database need not wait.</summary>
    private void Prepare(List<SubmitWork> group, bool mayGrow, Task turn)
    {
        var size = group.Sum(work => work.Events.Count);
        var prepared = 0;
        try
        {
            // Not at once: the other has just begun and needs the server, and perhaps writes little.
            while (Task.WaitAny([turn], PrepareEvery) < 0)
            {
                if (mayGrow)
                {
                    size = Gather(group, size, MostAtFirst(size));
                }

                _processor.Prepare(group.Skip(prepared).SelectMany(work => work.Events));
                prepared = group.Count;
                Prepared++;
            }
        }
        catch (Exception)
        {
            // It is looked for when the turn has come; what is wrong shows then.
        }
    }

    /// <summary>Takes those of a group that have no outcomes yet, or the first of them, until they are so many events.</summary>
    private void Take(List<SubmitWork> group, Instant now, List<IReadOnlyList<EventOutcome>> outcomes, int most = int.MaxValue)
    {
        var end = outcomes.Count;
        for (var size = 0; end < group.Count && size < most; end++)
        {
            size += group[end].Events.Count;
        }

        _processor.Expect(group.Take(outcomes.Count..end).SelectMany(work => work.Events));
        for (var i = outcomes.Count; i < end; i++)
        {
            outcomes.Add(_processor.Take(group[i].Events, group[i].Keys, now, group[i].Unit is { } unit ? new WriterBounds(unit, _rulebook) : null, _rulebook));
        }
    }

    // Little, after which nothing waits, is committed sooner without another thread.
    private bool MayBeFollowed(int size, bool follows)
    {
        if (!_database.Writer.CanFollow || (size < WorthFollowing && _queue.Reader.Count == 0))
        {
            return false;
        }

        if (!follows || _time.GetElapsedTime(_turnSince) > Turn)
        {
            if (follows && _database.Writer.OthersWait())
            {
                return false;
            }

            _turnSince = _time.GetTimestamp();
        }

        return true;
    }

    /// <summary>
    /// How long a group may grow while the database is at the one before it: what remains of that one's time, as far as can be told, but
    /// for the time that it takes to project this one. Otherwise the database would wait for it.
    /// </summary>
    private TimeSpan MayGrowFor(WriterFlight flight, int size)
    {
        if (_landing.Of(flight.Size) is not { } landing || _projecting.Of(size) is not { } projecting)
        {
            return Timeout.InfiniteTimeSpan;
        }

        return NotNegative(landing - projecting - _time.GetElapsedTime(flight.Since));
    }

    private static TimeSpan NotNegative(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>Whether another submission waits, or comes within that time and before one of these is over.</summary>
    private bool MoreComesBefore(TimeSpan within, params Task[] these)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            if ((_putBack ?? (_queue.Reader.TryPeek(out var waiting) ? waiting : null)) is { } next)
            {
                return next is SubmitWork { DryRun: false };
            }

            if (Array.Exists(these, task => task.IsCompleted))
            {
                return false;
            }

            _more = _more is { IsCompleted: false } ? _more : _queue.Reader.WaitToReadAsync().AsTask();
            var left = within == Timeout.InfiniteTimeSpan ? within : NotNegative(within - _time.GetElapsedTime(started));
            if (Task.WaitAny([_more, .. these], left) < 0)
            {
                return false;
            }

            if (_more is { IsCompletedSuccessfully: true, Result: false })
            {
                return false;
            }
        }
    }

    /// <summary>Waits until the transaction before the open one is committed.</summary>
    private void AwaitFlight()
    {
        if (_flight is { } flight)
        {
            Task.WaitAny(flight.Landed, _database.Writer.Sent);
            if (!flight.Landed.IsCompleted)
            {
                // Tells what failed.
                _database.Writer.Send();
            }

            _landing.Note(flight.Took, flight.Size);
            _flight = null;
        }
    }

    // Why it failed is told by the next that is sent.
    private void AwaitSent() => Task.WaitAny(_database.Writer.Sent);

    /// <summary>Waits for the transaction on its way, behind which none follows after all.</summary>
    private void Land()
    {
        if (_behind is not { } transaction)
        {
            return;
        }

        _behind = null;
        AwaitSent();
        var failed = _database.Writer.Sent.IsFaulted;
        transaction.Dispose();
        if (failed)
        {
            _processor.RolledBack();
        }

        if (TakeLost() is { } lost)
        {
            Commit(lost.Group, SecondAttempt);
        }

        _mayHavePending = _database.Writer.LetsTalliesWait;
    }

    /// <summary>The group on its way, when it is not committed, as far as is known.</summary>
    private WriterFlight? TakeLost()
    {
        var flight = _flight;
        _flight = null;
        return flight is { Landed.IsCompleted: false } ? flight : null;
    }

    private Instant Follow()
    {
        _database.Writer.FindByKeys();
        return Instant.Later(Instant.From(_time.GetUtcNow()), _processor.Follow());
    }

    /// <summary>Begins with a group; of a large one the first are sent at once, on a thread that does not step back: the database has nothing else to do.</summary>
    private Instant Begin(List<SubmitWork> group, List<IReadOnlyList<EventOutcome>> outcomes)
    {
        _database.Writer.FindByKeys();
        if (!_database.Writer.CanFollow || group[0].DryRun || group.Sum(work => work.Events.Count) < WorthHalving)
        {
            return Begin(group);
        }

        var now = default(Instant);
        _promptly.Run(() =>
        {
            now = Begin(group);
            Take(group, now, outcomes, FirstOfMany);
            _database.Writer.SendAhead(everything: true);
        });
        return now;
    }

    /// <returns>The time that what this transaction stores is recorded with.</returns>
    private Instant Begin(List<SubmitWork>? group = null)
    {
        var earliest = _processor.Begin(group?.SelectMany(work => work.Events));
        var digest = _processor.RulebookInDatabase;
        return digest == _rulebook.Digest || Adopt(_database.Writer, digest) is not null
            ? Instant.Later(Instant.From(_time.GetUtcNow()), earliest)
            : throw new StorageException("Another program has computed this database's figures by other rules. Restart with one set of rules.");
    }

    private void Recompute(RulesWork work)
    {
        try
        {
            _incoming = work.Rulebook;
            var count = Recomputation.Run(_database, _processor, work.Rulebook, Instant.From(_time.GetUtcNow()), work.Progress, actor: work.Actor);
            _rulebook = work.Rulebook;
            work.Done.SetResult(count);
        }
        catch (Exception error)
        {
            _processor.RolledBack();
            work.Done.SetException(new StorageException("The figures could not be computed again; the old ones stay in force.", error));
        }
    }

    private async Task EnqueueAsync(WriterWork work)
    {
        try
        {
            await _queue.Writer.WriteAsync(work);
        }
        catch (ChannelClosedException error)
        {
            throw new SubmissionFailedException("The writer has stopped.", error);
        }
    }

    private void Close(ClosingWork work)
    {
        try
        {
            using var transaction = _database.Writer.BeginWrite();
            var now = Begin();
            if (ClosingStore.Exists(_database.Writer, work.Name))
            {
                throw new ClosingExistsException();
            }

            var snapshot = new Snapshot(_database.Writer, _rulebook, Slices);
            var closing = ClosingStore.Insert(_database.Writer, work.Name, now, snapshot.LastSeq(), _rulebook.Digest, work.Draft(snapshot, now));
            new AdministrativeWriter(_database.Writer, now, work.Actor).Record("period.closed", closing.Name, new { id = closing.Id, digest = closing.Digest });
            transaction.Commit();
            _processor.Committed();
            work.Done.SetResult(closing);
        }
        catch (Exception error)
        {
            _processor.RolledBack();
            work.Done.SetException(_database.Told(error));
        }
    }
}

/// <summary>The outcome is not known to be stored: sending the same ids again is safe.</summary>
public sealed class SubmissionFailedException : Exception
{
    public SubmissionFailedException(string message)
        : base(message)
    {
    }

    public SubmissionFailedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SubmissionFailedException()
    {
    }
}

/// <summary>The queue is full: come back later.</summary>
public sealed class WriterBusyException : Exception
{
    public WriterBusyException()
        : base("Too many requests wait for the writer.")
    {
    }

    public WriterBusyException(string message)
        : base(message)
    {
    }

    public WriterBusyException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

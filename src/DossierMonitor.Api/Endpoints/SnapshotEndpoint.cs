using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints;

/// <summary>A read of the database: all that the answer says is of one snapshot.</summary>
public abstract class SnapshotEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : ApiEndpoint(time)
{
    private KnownTags.Key? _key;

    protected ServedStore Store => store;

    /// <summary>Whether the request fixes its instant, so that its answer only changes with the database; a closing never does.</summary>
    protected virtual bool IsPinned => HttpContext.Request.Query.ContainsKey("asOf") || HttpContext.Request.Query.ContainsKey("closing");

    /// <param name="answer">Reads; not called when the caller has the answer already.</param>
    /// <param name="write">Writes what was read.</param>
    protected Task ReadAsync<T>(Func<Snapshot, T> answer, Func<T, Task> write)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(write);
        return store.Reader.Read(Read) is { } read ? write(read) : Task.CompletedTask;

        // The state is that of the snapshot which the answer is read from: a tag is never kept for another state than its own.
        T? Read(Snapshot snapshot)
        {
            if (!IsPinned)
            {
                return answer(snapshot);
            }

            var request = HttpContext.Request;
            _key = KnownTags.KeyOf(snapshot, $"{request.Path}\n{request.QueryString}\n{Language}\n{AskedForm}\n{Caller.Unit}");
            return tags.Find(_key.Value) is { } tag && AnsweredUnchanged(tag) ? null : answer(snapshot);
        }
    }

    protected Task ReadAsync<T>(Func<Snapshot, T> answer, CancellationToken cancellation)
        where T : class =>
        ReadAsync(answer, read => AnswerAsync(read, cancellation));

    protected override void Tagged(string tag)
    {
        if (_key is { } key)
        {
            tags.Remember(key, tag);
        }
    }
}

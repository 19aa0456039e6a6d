using DossierMonitor.Storage;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// The store as the endpoints see it. It is opened while the web application is put together; nobody is answered before it is open.
/// Whoever began to open it also closes it.
/// </summary>
public sealed class ServedStore(Task<DossierStore> opening)
{
    public EventWriter Writer => Store.Writer;

    public SnapshotReader Reader => Store.Reader;

    private DossierStore Store => opening.GetAwaiter().GetResult();
}

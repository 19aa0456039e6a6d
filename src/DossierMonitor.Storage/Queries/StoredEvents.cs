using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;

namespace DossierMonitor.Storage.Queries;

/// <summary>Events of dossiers, one dossier after the other.</summary>
internal sealed class StoredEvents(Snapshot snapshot) : IDisposable
{
    private readonly Statement _get = snapshot.Connection.Prepare("Dossiers/get-events");

    /// <summary>Those that the snapshot knows of.</summary>
    public List<DossierEvent> Of(long dossierId, string code) => Of(dossierId, code, snapshot.Known);

    public List<DossierEvent> Of(long dossierId, string code, KnownBy known)
    {
        if (!_get.Set(0, dossierId).Step())
        {
            return [];
        }

        var events = EventsColumn.Read(_get.Blob(0), code, known);
        _get.Reset();
        return events;
    }

    public void Dispose() => _get.Dispose();
}

using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Rebuild;

/// <summary>Gives every dossier its events from the log.</summary>
internal static class EventsOfDossiers
{
    public static void Fill(StoreConnection connection)
    {
        using var byDossier = new EventsByDossier(connection);
        using var update = connection.Collect(connection.Script("Dossiers/update-dossier"));
        foreach (var (id, events) in byDossier.Dossiers())
        {
            update.Set(0, id).Set(1, events).Run();
        }
    }
}

using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Reference;

/// <summary>By which rules a database's figures are computed.</summary>
internal static class StoredRulebook
{
    /// <returns>Their digest; null = none have been computed.</returns>
    public static string? DigestIn(StoreConnection connection)
    {
        using var get = connection.Prepare("EventLog/rulebook-in-force");
        return get.Step() ? get.Text(0) : null;
    }
}

using System.Text.Json;
using Dapper;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Closings;

/// <summary>Rules that were in force once.</summary>
public static class RulebookArchive
{
    /// <returns>Null when this program cannot reproduce them: it folds by another version of the rules' code.</returns>
    public static Rulebook? Find(Snapshot snapshot, string digest)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Rulebook.Digest == digest)
        {
            return snapshot.Rulebook;
        }

        return Load(snapshot.Connection, digest);
    }

    internal static Rulebook? Load(StoreConnection connection, string digest)
    {
        var row = connection.Query<Row>(connection.Script("Closings/get-reference-set"), new { digest }).SingleOrDefault();
        if (row?.Clock is null)
        {
            return null;
        }

        try
        {
            var files = new SortedDictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(row.Files)!, StringComparer.Ordinal);
            var rulebook = new Rulebook(ReferenceFolder.Parse(files), ClockSettings.FromJson(row.Clock));
            return rulebook.Digest == digest ? rulebook : null;
        }
        catch (ReferenceException)
        {
            // Files that another version could read, and this one cannot.
            return null;
        }
    }

    private sealed class Row
    {
        public string Digest { get; set; } = "";

        public string Files { get; set; } = "";

        public string? Clock { get; set; }
    }
}

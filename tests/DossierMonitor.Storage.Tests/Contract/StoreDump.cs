using System.Globalization;
using System.Text;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>Everything that follows from the log, by natural keys and in a fixed order: no row numbers, no arrival times.</summary>
public static class StoreDump
{
    private const string Slice = "(select u.code || '@' || u.valid_from || '|' || sl.procedure || '|' || sl.field || '|' || sl.channel from slice sl join unit_ref u on u.id = sl.unit_id where sl.id = t.slice_id)";
    private const string Unit = "(select u.code || '@' || u.valid_from from unit_ref u where u.id = t.unit_id)";

    private static readonly (string Table, string Key, string[] Hidden)[] Tables =
    [
        ("dossier", "(select s.name from source s where s.id = t.source_id)", ["id", "source_id"]),
        ("stretch", $"(select d.code from dossier d where d.id = t.dossier_id) || '|' || {Slice}", ["dossier_id", "slice_id"]),
        ("dossier_finding", "(select d.code from dossier d where d.id = t.dossier_id)", ["dossier_id"]),
        ("tally", Slice, ["slice_id"]),
        ("tally_unit", Unit, ["unit_id"]),
        ("tally_unit_month", Unit, ["unit_id"]),
        ("tally_late_days", Slice, ["slice_id"]),
        ("rejection", "''", ["id", "fingerprint"]),
    ];

    public static string Of(DossierStore store) => store.Reader.Read(snapshot =>
    {
        var dump = new StringBuilder();
        foreach (var (table, key, hidden) in Tables)
        {
            var lines = new List<string>();
            using var command = snapshot.Command($"select {key}, t.* from {table} t");
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var values = Enumerable.Range(1, rows.FieldCount - 1)
                    .Where(i => !hidden.Contains(rows.GetName(i), StringComparer.Ordinal))
                    .Select(i => (Name: rows.GetName(i), Value: rows.IsDBNull(i) ? "" : Convert.ToString(rows.GetValue(i), CultureInfo.InvariantCulture)!))
                    .ToList();

                // A tally that has come back to nothing is no difference; neither is a dossier of which only voided events remain
                // (one that waits for its receipt has a finding).
                if (table == "dossier" && values.TrueForAll(value => value.Name == "code" || value.Value.Length == 0))
                {
                    continue;
                }

                if (table.StartsWith("tally", StringComparison.Ordinal)
                    && values.Where(value => value.Name is not ("day" or "month" or "field" or "basis" or "days")).All(value => value.Value == "0"))
                {
                    continue;
                }

                lines.Add($"{table} {(rows.IsDBNull(0) ? "" : rows.GetString(0))} {string.Join(' ', values.Where(value => value.Value.Length > 0).Select(value => $"{value.Name}={value.Value}"))}");
            }

            lines.Sort(StringComparer.Ordinal);
            dump.AppendJoin('\n', lines).Append('\n');
        }

        return dump.ToString();
    });
}

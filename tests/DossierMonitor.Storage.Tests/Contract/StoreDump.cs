using System.Globalization;
using System.Text;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Tests.Contract;

/// <summary>Everything that follows from the log, by natural keys and in a fixed order: no row numbers, no arrival times.</summary>
public static class StoreDump
{
    private const string Slice = "(select u.code || '@' || u.valid_from || '|' || sl.procedure || '|' || sl.field || '|' || sl.channel from slice sl join unit_ref u on u.id = sl.unit_id where sl.id = t.slice_id)";
    private const string Unit = "(select u.code || '@' || u.valid_from from unit_ref u where u.id = t.unit_id)";
    private const string UnitField = "(select u.code || '@' || u.valid_from || '|' || f.field from unit_field f join unit_ref u on u.id = f.unit_id where f.id = t.slice_id)";

    private static readonly (string Table, string Key, string[] Hidden)[] Tables =
    [
        ("stretch", $"(select d.code from dossier d where d.id = t.dossier_id) || '|' || {Slice}", ["dossier_id", "slice_id"]),
        ("dossier_finding", "(select d.code from dossier d where d.id = t.dossier_id)", ["dossier_id"]),
        ("stretch_day", $"(select d.code from dossier d where d.id = t.dossier_id) || '|' || {Unit}", ["dossier_id", "unit_id"]),
        ("tally_day", Slice, ["slice_id"]),
        ("tally_month", Slice, ["slice_id"]),
        ("tally_late", Slice, ["slice_id"]),
        ("tally_late_month", Slice, ["slice_id"]),
        ("tally_unit_day", UnitField, ["slice_id"]),
        ("tally_unit_month", UnitField, ["slice_id"]),
        ("tally_unit_late", UnitField, ["slice_id"]),
        ("tally_unit_late_month", UnitField, ["slice_id"]),
        ("rejection", "''", ["id", "fingerprint"]),
    ];

    public static string Of(DossierStore store)
    {
        // What waits to be added to the tallies is as much a part of them.
        store.Writer.SettleAsync().GetAwaiter().GetResult();
        return store.Reader.Read(Of);
    }

    private static string Of(Snapshot snapshot)
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
                    .Select(i => (Name: rows.GetName(i), Value: rows.IsDBNull(i) ? "" : Text(rows.GetValue(i))))
                    .ToList();

                lines.Add($"{table} {(rows.IsDBNull(0) ? "" : rows.GetString(0))} {string.Join(' ', values.Where(value => value.Value.Length > 0).Select(value => $"{value.Name}={value.Value}"))}");
            }

            lines.Sort(StringComparer.Ordinal);
            dump.AppendJoin('\n', lines).Append('\n');
        }

        Dossiers(snapshot, dump);
        return dump.ToString();
    }

    // A tally's row is a map of counts, and which row has none left is no row at all.
    private static string Text(object value)
    {
        if (value is not byte[] bytes)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }

        var text = new StringBuilder();
        var counts = new CountMap.Reader(bytes);
        while (counts.Next())
        {
            text.Append(CultureInfo.InvariantCulture, $"{counts.Key}:{counts.Count},");
        }

        return text.Length == 0 ? "(empty)" : text.ToString();
    }

    // What is not in a stretch; nothing of a dossier of which only voided events remain.
    private static void Dossiers(Snapshot snapshot, StringBuilder dump)
    {
        var lines = new List<string>();
        using var command = snapshot.Command("select code, events from dossier");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var code = rows.GetString(0);
            var history = snapshot.Rulebook.Fold(code, EventsColumn.Read((byte[])rows.GetValue(1), code));
            var head = $"{history.Source}|{history.ProcedureAsWritten}|{history.Holder}|{history.ReceivedAt}|{history.ReturnedAt}";
            if (head != "||||")
            {
                lines.Add($"dossier {code} {head}");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        dump.AppendJoin('\n', lines).Append('\n');
    }
}

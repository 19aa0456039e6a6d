using DossierMonitor.Api.Hosting;

namespace DossierMonitor.Api.Import;

/// <summary>Which column, or which constant, each member of a case comes from.</summary>
public sealed record CsvMapping(IReadOnlyDictionary<string, string> Columns, IReadOnlyDictionary<string, string> Constants, string Source)
{
    private static readonly string[] Members =
        ["code", "receivedAt", "dueAt", "finishedAt", "returnedAt", "withdrawnAt", "unit", "procedure", "field", "channel", "holder"];

    private static readonly string[] Required = ["code", "receivedAt", "unit", "procedure"];

    /// <returns>Null for a file that is not CSV.</returns>
    /// <exception cref="SettingsException">The mapping is wrong.</exception>
    public static CsvMapping? Parse(string? map, IReadOnlyList<string> sets, string source, bool isCsv)
    {
        ArgumentNullException.ThrowIfNull(sets);
        if (!isCsv)
        {
            return map is null && sets.Count == 0 ? null : throw new SettingsException("--map and --set are for CSV files only.");
        }

        var columns = Pairs((map ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), "--map");
        var constants = Pairs(sets, "--set");
        foreach (var twice in columns.Keys.Intersect(constants.Keys, StringComparer.Ordinal))
        {
            throw new SettingsException($"'{twice}' is both mapped and set.");
        }

        var missing = Required.Where(member => !columns.ContainsKey(member) && !constants.ContainsKey(member)).ToList();
        if (missing.Count > 0)
        {
            throw new SettingsException($"A CSV file needs --map or --set for: {string.Join(", ", missing)}.");
        }

        return new CsvMapping(columns, constants, source);
    }

    private static Dictionary<string, string> Pairs(IReadOnlyList<string> pairs, string option)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 1 ? pair : pair[..equals].Trim();
            if (equals < 1 || equals == pair.Length - 1 || !Members.Contains(name, StringComparer.Ordinal))
            {
                throw new SettingsException($"{option} takes MEMBER=VALUE with one of {string.Join(", ", Members)}; '{pair}' is not.");
            }

            if (!values.TryAdd(name, pair[(equals + 1)..].Trim()))
            {
                throw new SettingsException($"{option} names '{name}' twice.");
            }
        }

        return values;
    }
}

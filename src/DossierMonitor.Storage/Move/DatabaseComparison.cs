using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Dossiers;

namespace DossierMonitor.Storage.Move;

/// <summary>Two databases row by row, whichever engines they are of.</summary>
internal static class DatabaseComparison
{
    private const int Often = 100_000;

    /// <returns>The first difference; null = they say the same.</returns>
    public static string? Run(StoreConnection one, StoreConnection other, IProgress<MoveProgress>? progress)
    {
        foreach (var table in MovedTable.Rest.Concat(MovedTable.Derived).Append(MovedTable.Log))
        {
            if (Compare(one, other, table, progress) is { } difference)
            {
                return difference;
            }
        }

        return CompareDossiers(one, other, progress);
    }

    private static string? Compare(StoreConnection one, StoreConnection other, MovedTable table, IProgress<MoveProgress>? progress)
    {
        using var these = one.Scan(table.Select());
        using var those = other.Scan(table.Select());
        for (var row = 1L; ; row++)
        {
            var (has, hasOther) = (these.Step(), those.Step());
            if (has != hasOther)
            {
                return $"{table.Name} has {(has ? "fewer" : "more")} rows, from row {row} on.";
            }

            if (!has)
            {
                progress?.Report(new MoveProgress("compared " + table.Name, row - 1, row - 1));
                return null;
            }

            for (var i = 0; i < table.Columns.Count; i++)
            {
                if (!IsSame(these, those, i, table.Columns[i].Kind))
                {
                    return $"{table.Name}.{table.Columns[i].Name} differs in row {row}.";
                }
            }

            if (row % Often == 0)
            {
                progress?.Report(new MoveProgress("comparing " + table.Name, row, row));
            }
        }
    }

    private static bool IsSame(Statement one, Statement other, int column, ColumnKind kind) => kind switch
    {
        ColumnKind.Number => one.LongOrNull(column) == other.LongOrNull(column),
        ColumnKind.Text => one.TextOrNull(column) == other.TextOrNull(column),
        _ => one.Blob(column).SequenceEqual(other.Blob(column)),
    };

    // The same events can be written in two ways: a source is named again where a part began.
    private static string? CompareDossiers(StoreConnection one, StoreConnection other, IProgress<MoveProgress>? progress)
    {
        using var these = one.Scan(MovedTable.Dossiers.Select());
        using var those = other.Scan(MovedTable.Dossiers.Select());
        var count = 0L;
        while (these.Step())
        {
            if (!those.Step() || these.Long(0) != those.Long(0) || these.Text(1) != those.Text(1))
            {
                return $"The dossier {these.Long(0)} is missing, or has another code.";
            }

            if (!these.Blob(2).SequenceEqual(those.Blob(2))
                && !EventsColumn.ReadWithPlaces(these.Blob(2).ToArray(), these.Text(1)).SequenceEqual(EventsColumn.ReadWithPlaces(those.Blob(2).ToArray(), those.Text(1))))
            {
                return $"The dossier {these.Long(0)} has other events.";
            }

            count++;
        }

        progress?.Report(new MoveProgress("compared dossier", count, count));
        return those.Step() ? "There are more dossiers." : null;
    }
}

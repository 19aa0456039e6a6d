using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Queries;

/// <param name="Id">Its number, which is that of its tallies.</param>
/// <param name="UnitId">Number of its unit.</param>
/// <param name="Slice">What it is.</param>
internal sealed record CataloguedSlice(long Id, long UnitId, Slice Slice);

/// <summary>The slices that a snapshot can have tallies of.</summary>
/// <param name="Fine">With procedure and channel.</param>
/// <param name="Coarse">By unit and field only.</param>
/// <param name="ById">The fine ones by their numbers.</param>
internal sealed record SliceList(
    IReadOnlyList<CataloguedSlice> Fine, IReadOnlyList<CataloguedSlice> Coarse, IReadOnlyDictionary<long, Slice> ById);

/// <summary>
/// What the numbers of slices mean, remembered between queries: a number is given once and never changes its meaning, so only those
/// that have come since are read. A snapshot from before them finds no tallies under them.
/// </summary>
internal sealed class SliceCatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, UnitKey> _units = [];
    private SliceList _known = new([], [], new Dictionary<long, Slice>());
    private long _lastUnit;

    /// <param name="snapshot">Whose slices are all among them.</param>
    public SliceList Of(Snapshot snapshot)
    {
        lock (_lock)
        {
            Read(snapshot, "Queries/list-units-after", _lastUnit, row =>
            {
                _lastUnit = row.Long(0);
                _units[_lastUnit] = UnitColumns.Read(row.Text(1), row.Long(2));
            });
            var coarse = new List<CataloguedSlice>();
            Read(snapshot, "Queries/list-unit-fields-after", LastOf(_known.Coarse), row => coarse.Add(new CataloguedSlice(
                row.Long(0), row.Long(1), new Slice(_units[row.Long(1)], "", FieldColumn.Read(row.Text(2)), null))));
            var fine = new List<CataloguedSlice>();
            Read(snapshot, "Queries/list-slices-after", LastOf(_known.Fine), row => fine.Add(new CataloguedSlice(
                row.Long(0), row.Long(1), new Slice(_units[row.Long(1)], row.Text(2), FieldColumn.Read(row.Text(3)), ChannelColumn.Read(row.Long(4))))));

            // Readers keep the lists that they were given.
            if (coarse.Count > 0 || fine.Count > 0)
            {
                fine.InsertRange(0, _known.Fine);
                _known = new SliceList(fine, [.. _known.Coarse, .. coarse], fine.ToDictionary(slice => slice.Id, slice => slice.Slice));
            }

            return _known;
        }
    }

    private static long LastOf(IReadOnlyList<CataloguedSlice> slices) => slices.Count == 0 ? 0 : slices[^1].Id;

    private static void Read(Snapshot snapshot, string script, long after, Action<Statement> take)
    {
        using var rows = snapshot.Connection.Prepare(script);
        rows.Set(0, after);
        while (rows.Step())
        {
            take(rows);
        }
    }
}

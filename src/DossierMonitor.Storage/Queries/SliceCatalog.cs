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

/// <summary>
/// What the numbers of slices mean, remembered between queries: a number is given once and never changes its meaning, so only those
/// that have come since are read. A snapshot from before them finds no tallies under them.
/// </summary>
internal sealed class SliceCatalog
{
    private readonly Lock _lock = new();
    private readonly List<CataloguedSlice> _fine = [];
    private readonly List<CataloguedSlice> _coarse = [];
    private readonly Dictionary<long, UnitKey> _units = [];
    private volatile IReadOnlyList<CataloguedSlice> _fineNow = [];
    private volatile IReadOnlyList<CataloguedSlice> _coarseNow = [];
    private volatile Dictionary<long, Slice> _byId = [];

    /// <param name="snapshot">Whose slices are all among them.</param>
    /// <param name="fine">With procedure and channel; otherwise by unit and field only.</param>
    public IReadOnlyList<CataloguedSlice> All(Snapshot snapshot, bool fine)
    {
        Refresh(snapshot);
        return fine ? _fineNow : _coarseNow;
    }

    /// <summary>Fine slices by their numbers.</summary>
    public IReadOnlyDictionary<long, Slice> ById(Snapshot snapshot)
    {
        Refresh(snapshot);
        return _byId;
    }

    private void Refresh(Snapshot snapshot)
    {
        lock (_lock)
        {
            using (var units = snapshot.Statement(SqlScripts.Get("Queries/list-units-after")))
            {
                units.Set(0, _units.Count == 0 ? 0 : _units.Keys.Max());
                while (units.Step())
                {
                    _units[units.Long(0)] = new UnitKey(units.Text(1), units.Long(2) == 0 ? null : LocalDayNumber.ToDate(units.Long(2)));
                }
            }

            var coarse = _coarse.Count;
            using (var slices = snapshot.Statement(SqlScripts.Get("Queries/list-unit-fields-after")))
            {
                slices.Set(0, coarse == 0 ? 0 : _coarse[^1].Id);
                while (slices.Step())
                {
                    var unit = slices.Long(1);
                    _coarse.Add(new CataloguedSlice(slices.Long(0), unit, new Slice(_units[unit], "", FieldColumn.Read(slices.Text(2)), null)));
                }
            }

            var fine = _fine.Count;
            using (var slices = snapshot.Statement(SqlScripts.Get("Queries/list-slices-after")))
            {
                slices.Set(0, fine == 0 ? 0 : _fine[^1].Id);
                while (slices.Step())
                {
                    var unit = slices.Long(1);
                    _fine.Add(new CataloguedSlice(slices.Long(0), unit, new Slice(
                        _units[unit], slices.Text(2), FieldColumn.Read(slices.Text(3)), ChannelColumn.Read(slices.Long(4)))));
                }
            }

            // Readers keep the list that they were given.
            if (_coarse.Count > coarse)
            {
                _coarseNow = [.. _coarse];
            }

            if (_fine.Count > fine)
            {
                _fineNow = [.. _fine];
                _byId = _fine.ToDictionary(slice => slice.Id, slice => slice.Slice);
            }
        }
    }
}

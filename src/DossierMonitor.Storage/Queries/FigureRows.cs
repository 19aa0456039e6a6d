using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

/// <summary>The rows of a breakdown, the expected ones with zeros from the start.</summary>
internal sealed class FigureRows
{
    private readonly FoldRules _rules;
    private readonly Breakdown _by;
    private readonly RowKeys _keys;
    private readonly Dictionary<RowKey, FigureRow> _rows = [];

    private FigureRows(FoldRules rules, Breakdown by, FigureFilter filter)
    {
        _rules = rules;
        _by = by;
        _keys = new RowKeys(rules, by, filter);
    }

    public static FigureRows Empty(FoldRules rules, Period period, Breakdown by, UnitScope units, FigureFilter filter)
    {
        var rows = new FigureRows(rules, by, filter);
        switch (by)
        {
            case Breakdown.District or Breakdown.Branch or Breakdown.Unit:
                foreach (var unit in rules.Units.All.Where(unit => unit.IsValidWithin(period.From, period.To) && units.Takes(unit.Key)))
                {
                    // "District" has one row per district, not per member; the others have one per unit of their kind.
                    if (by == Breakdown.Unit
                        || (by == Breakdown.Branch && unit.Kind == UnitKind.Branch)
                        || (by == Breakdown.District && unit.Kind == UnitKind.District))
                    {
                        rows.Row(new RowKey(unit.Code, unit.ValidFrom));
                    }
                }

                break;
            case Breakdown.Field:
                foreach (var field in rules.Procedures.Fields.Where(field => filter.Field is null || filter.Field == field.Code))
                {
                    rows.Row(new RowKey(field.Code, null));
                }

                break;
            case Breakdown.Channel:
                foreach (var channel in Enum.GetValues<Channel>().Where(channel => filter.Channel is null || filter.Channel == channel))
                {
                    rows.Row(new RowKey(RowKeys.ChannelName(channel), null));
                }

                break;
            default:
                break;
        }

        return rows;
    }

    /// <summary>Null when the breakdown has no place for it.</summary>
    public Tally? Of(Slice slice) => _keys.Of(slice) is { } key ? Row(key).Tally : null;

    public IReadOnlyList<FigureRow> Sorted() =>
        [.. _rows.OrderBy(row => row.Key.Key, StringComparer.Ordinal).ThenBy(row => row.Key.From).Select(row => row.Value)];

    private FigureRow Row(RowKey key)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            var unit = _by is Breakdown.District or Breakdown.Branch or Breakdown.Unit ? _rules.Units.Find(new UnitKey(key.Key, key.From)) : null;
            _rows[key] = row = new FigureRow(key.Key, unit?.Name ?? Name(key.Key), unit, new Tally());
        }

        return row;
    }

    private string Name(string key) => key.Length == 0 ? "(?)" : _by switch
    {
        Breakdown.Field => _rules.Procedures.Field(key)?.NameVi ?? key,
        Breakdown.Procedure => _rules.Procedures.Latest(key)?.Name ?? key,
        _ => key,
    };
}

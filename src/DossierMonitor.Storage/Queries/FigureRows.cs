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
        foreach (var key in Expected(rules, period, by, units, filter))
        {
            rows.Row(key);
        }

        return rows;
    }

    /// <summary>The rows that a breakdown has whatever happened in the period.</summary>
    public static IEnumerable<RowKey> Expected(FoldRules rules, Period period, Breakdown by, UnitScope units, FigureFilter filter) => by switch
    {
        // "District" has one row per district, not per member; the others have one per unit of their kind.
        Breakdown.District or Breakdown.Branch or Breakdown.Unit => rules.Units.All
            .Where(unit => unit.IsValidWithin(period.From, period.To) && units.Takes(unit.Key))
            .Where(unit => by == Breakdown.Unit || unit.Kind == (by == Breakdown.Branch ? UnitKind.Branch : UnitKind.District))
            .Select(unit => new RowKey(unit.Code, unit.ValidFrom)),
        Breakdown.Field => rules.Procedures.Fields.Where(field => filter.Field is null || filter.Field == field.Code)
            .Select(field => new RowKey(field.Code, null)),
        Breakdown.Channel => Enum.GetValues<Channel>().Where(channel => filter.Channel is null || filter.Channel == channel)
            .Select(channel => new RowKey(RowKeys.ChannelName(channel), null)),
        _ => [],
    };

    /// <summary>Null when the breakdown has no place for it.</summary>
    public Tally? Of(Slice slice) => _keys.Of(slice) is { } key ? Row(key).Tally : null;

    public IReadOnlyList<FigureRow> Sorted() =>
        [.. _rows.OrderBy(row => row.Key.Key, StringComparer.Ordinal).ThenBy(row => row.Key.From).Select(row => row.Value)];

    private FigureRow Row(RowKey key)
    {
        if (!_rows.TryGetValue(key, out var row))
        {
            _rows[key] = row = Row(_rules, _by, key, new Tally());
        }

        return row;
    }

    public static FigureRow Row(FoldRules rules, Breakdown by, RowKey key, Tally tally)
    {
        var unit = by is Breakdown.District or Breakdown.Branch or Breakdown.Unit ? rules.Units.Find(new UnitKey(key.Key, key.From)) : null;
        return new FigureRow(key.Key, unit?.Name ?? Name(rules, by, key.Key), unit, tally);
    }

    private static string Name(FoldRules rules, Breakdown by, string key) => key.Length == 0 ? "(?)" : by switch
    {
        Breakdown.Field => rules.Procedures.Field(key)?.NameVi ?? key,
        Breakdown.Procedure => rules.Procedures.Latest(key)?.Name ?? key,
        _ => key,
    };
}

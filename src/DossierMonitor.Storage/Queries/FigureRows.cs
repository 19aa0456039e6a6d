using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

/// <summary>The rows of a breakdown, the expected ones with zeros from the start.</summary>
internal sealed class FigureRows
{
    private readonly FoldRules _rules;
    private readonly Breakdown _by;
    private readonly FigureFilter _filter;
    private readonly Dictionary<(string Key, DateOnly? From), FigureRow> _rows = [];
    private readonly Dictionary<UnitKey, FigureRow?> _rowOfUnit = [];

    private FigureRows(FoldRules rules, Breakdown by, FigureFilter filter)
    {
        _rules = rules;
        _by = by;
        _filter = filter;
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
                        rows.Row(unit.Code, unit.ValidFrom, unit.Name, unit);
                    }
                }

                break;
            case Breakdown.Field:
                foreach (var field in rules.Procedures.Fields.Where(field => filter.Field is null || filter.Field == field.Code))
                {
                    rows.Row(field.Code, null, field.NameVi, null);
                }

                break;
            case Breakdown.Channel:
                foreach (var channel in Enum.GetValues<Channel>().Where(channel => filter.Channel is null || filter.Channel == channel))
                {
                    rows.Row(ChannelName(channel), null, ChannelName(channel), null);
                }

                break;
            default:
                break;
        }

        return rows;
    }

    /// <summary>Null when the breakdown has no place for it: a department in the districts.</summary>
    public Tally? Of(Slice slice)
    {
        switch (_by)
        {
            case Breakdown.Field:
                return Row(slice.Field ?? "", null, slice.Field is null ? "(?)" : FieldName(slice.Field), null).Tally;
            case Breakdown.Procedure:
                return Row(slice.Procedure, null, _rules.Procedures.Latest(slice.Procedure)?.Name ?? slice.Procedure, null).Tally;
            case Breakdown.Channel:
                var name = slice.Channel is { } channel ? ChannelName(channel) : "";
                return Row(name, null, slice.Channel is null ? "(?)" : name, null).Tally;
            default:
                if (!_rowOfUnit.TryGetValue(slice.Unit, out var row))
                {
                    _rowOfUnit[slice.Unit] = row = RowOfUnit(slice.Unit);
                }

                return row?.Tally;
        }
    }

    public IReadOnlyList<FigureRow> Sorted() =>
        [.. _rows.OrderBy(row => row.Key.Key, StringComparer.Ordinal).ThenBy(row => row.Key.From).Select(row => row.Value)];

    public static string ChannelName(Channel channel) => channel switch
    {
        Channel.Direct => "direct",
        Channel.Online => "online",
        _ => "post",
    };

    private FigureRow? RowOfUnit(UnitKey key)
    {
        var unit = _rules.Units.Find(key);
        switch (_by)
        {
            case Breakdown.Unit:
                return Row(key.Code, key.ValidFrom, unit?.Name ?? key.Code, unit);
            case Breakdown.Branch:
                return unit is { Kind: UnitKind.Branch } ? Row(unit.Code, unit.ValidFrom, unit.Name, unit) : null;
            default:
                if (unit is null || (unit.Kind == UnitKind.Branch && !_filter.IncludeBranches))
                {
                    return null;
                }

                return _rules.Units.DistrictOf(unit) is { } district
                    ? Row(district.Code, district.ValidFrom, district.Name, district)
                    : null;
        }
    }

    private string FieldName(string field) => _rules.Procedures.Field(field)?.NameVi ?? field;

    private FigureRow Row(string key, DateOnly? from, string name, Unit? unit)
    {
        if (!_rows.TryGetValue((key, from), out var row))
        {
            _rows[(key, from)] = row = new FigureRow(key, name, unit, new Tally());
        }

        return row;
    }
}

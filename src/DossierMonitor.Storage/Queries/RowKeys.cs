using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Units;

namespace DossierMonitor.Storage.Queries;

/// <summary>What a row stands for: a unit (with the day from which its code has this meaning), a field, a procedure, a channel.</summary>
/// <param name="Key">Empty = the dossiers that have none.</param>
internal readonly record struct RowKey(string Key, DateOnly? From);

/// <summary>To which row of a breakdown a slice belongs. Figures and the lists behind them ask the same question here.</summary>
internal sealed class RowKeys(FoldRules rules, Breakdown by, FigureFilter filter)
{
    private readonly Dictionary<UnitKey, RowKey?> _ofUnit = [];

    public static string ChannelName(Channel channel) => channel switch
    {
        Channel.Direct => "direct",
        Channel.Online => "online",
        _ => "post",
    };

    /// <summary>The channel of a row's key; null = the row of those that have none.</summary>
    public static Channel? ChannelOf(string key) =>
        key.Length == 0 ? null : Enum.GetValues<Channel>().First(channel => ChannelName(channel) == key);

    /// <summary>Null when the breakdown has no place for it: a department in the districts.</summary>
    public RowKey? Of(Slice slice) => by switch
    {
        Breakdown.Field => new RowKey(slice.Field ?? "", null),
        Breakdown.Procedure => new RowKey(slice.Procedure, null),
        Breakdown.Channel => new RowKey(slice.Channel is { } channel ? ChannelName(channel) : "", null),
        Breakdown.Month => new RowKey("", null),
        _ => Of(slice.Unit),
    };

    public RowKey? Of(UnitKey key)
    {
        if (!_ofUnit.TryGetValue(key, out var row))
        {
            _ofUnit[key] = row = Find(key);
        }

        return row;
    }

    private RowKey? Find(UnitKey key)
    {
        var unit = rules.Units.Find(key);
        switch (by)
        {
            case Breakdown.Unit:
                return new RowKey(key.Code, key.ValidFrom);
            case Breakdown.Branch:
                return unit is { Kind: UnitKind.Branch } ? new RowKey(unit.Code, unit.ValidFrom) : null;
            default:
                if (unit is null || (unit.Kind == UnitKind.Branch && !filter.IncludeBranches))
                {
                    return null;
                }

                return rules.Units.DistrictOf(unit) is { } district ? new RowKey(district.Code, district.ValidFrom) : null;
        }
    }
}

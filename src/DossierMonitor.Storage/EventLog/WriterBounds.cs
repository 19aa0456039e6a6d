using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// What a caller that is bound to a unit may write: events that name units of its own, of dossiers that stand at one of them. A
/// dossier elsewhere and one that does not exist are refused alike, so nothing can be learnt of it, and no event can wait there
/// for a dossier to come: such a caller sends the receipt first.
/// </summary>
internal sealed class WriterBounds(string root, Rulebook rulebook)
{
    private static readonly RefusalReason ForeignUnit = new("/data/unit", "foreignUnit");
    private static readonly RefusalReason ForeignDossier = new("/subject", "foreignDossier");

    private readonly Dictionary<string, bool> _within = new(StringComparer.Ordinal);

    /// <param name="e">What is to be written.</param>
    /// <param name="history">Of the dossier, as this transaction has it so far.</param>
    /// <returns>Why not; null when it may be.</returns>
    public RefusalReason? Refuse(DossierEvent e, DossierHistory history)
    {
        if (e.Unit is { } unit && !IsWithin(unit))
        {
            return ForeignUnit;
        }

        if (history.Stretches.Count > 0)
        {
            return IsWithin(history.Stretches[^1].Unit.Code) ? null : ForeignDossier;
        }

        return e.Unit is not null && e.Type is DossierEventType.Received or DossierEventType.Refused ? null : ForeignDossier;
    }

    // A code can have meant several units: all of them must be its own.
    private bool IsWithin(string code)
    {
        if (!_within.TryGetValue(code, out var within))
        {
            var units = rulebook.Rules.Units;
            var versions = units.Versions(code);
            _within[code] = within = code == root || (versions.Count > 0 && versions.All(unit => units.IsWithin(unit, root)));
        }

        return within;
    }
}

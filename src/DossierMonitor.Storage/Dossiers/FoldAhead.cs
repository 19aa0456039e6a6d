using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>A dossier as it is stored.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Code">What the portals call it.</param>
/// <param name="Events">As <see cref="EventsColumn"/> has them.</param>
internal readonly record struct StoredDossier(long Id, string Code, byte[] Events);

/// <summary>
/// Folds the next dossiers on another thread while the caller saves those before: folding takes about as long as saving, and a
/// fold depends on nothing but its events and the rules.
/// </summary>
internal static class FoldAhead
{
    // Few enough to need little memory, enough that the threads wait for each other seldom.
    private const int BatchSize = 1_000;

    /// <param name="dossiers">Read on the caller's thread only: it may come from the connection that the caller writes to.</param>
    /// <param name="rulebook">The rules to fold by.</param>
    /// <returns>All of them, in their order.</returns>
    public static IEnumerable<(StoredDossier Stored, DossierHistory History)> Run(IEnumerable<StoredDossier> dossiers, Rulebook rulebook)
    {
        using var source = dossiers.GetEnumerator();
        var folding = Begin(Next());
        while (true)
        {
            // The batch after next is read while the next is folded.
            var following = Next();
            var folded = folding.Value;
            if (folded.Length == 0)
            {
                yield break;
            }

            folding = Begin(following);
            foreach (var result in folded)
            {
                yield return result;
            }
        }

        Lazy<(StoredDossier, DossierHistory)[]> Begin(StoredDossier[] batch)
        {
            var folded = new Lazy<(StoredDossier, DossierHistory)[]>(() => Array.ConvertAll(batch, dossier => (dossier, Fold(dossier))));
            WorkAhead.Begin(folded);
            return folded;
        }

        StoredDossier[] Next()
        {
            var batch = new List<StoredDossier>(BatchSize);
            while (batch.Count < BatchSize && source.MoveNext())
            {
                batch.Add(source.Current);
            }

            return [.. batch];
        }

        DossierHistory Fold(StoredDossier dossier) => rulebook.Fold(dossier.Code, EventsColumn.Read(dossier.Events, dossier.Code));
    }
}

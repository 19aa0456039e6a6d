using DossierMonitor.Storage.Database.Sqlite;

namespace DossierMonitor.Storage.Database;

/// <summary>Names that are stored once and referred to by number, with the numbers remembered.</summary>
internal sealed class InternedNames(Statement find, Statement insert) : IDisposable
{
    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    /// <summary>Numbers handed out in a transaction that was rolled back do not exist.</summary>
    public void Forget() => _ids.Clear();

    public long? Find(string name)
    {
        if (_ids.TryGetValue(name, out var known))
        {
            return known;
        }

        if (find.Set(0, name).Number() is { } id)
        {
            _ids[name] = id;
            return id;
        }

        return null;
    }

    public long FindOrAdd(string name)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        insert.Set(0, name).Run();
        return Find(name)!.Value;
    }

    public void Dispose()
    {
        find.Dispose();
        insert.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Reflection;

namespace DossierMonitor.Storage.Database;

/// <summary>
/// SQL lives in named files, name = operation. <c>name.sql</c> serves both engines; where they must differ there are
/// <c>name.sqlite.sql</c> and <c>name.postgres.sql</c>.
/// </summary>
public static class SqlScripts
{
    private static readonly Assembly Home = typeof(SqlScripts).Assembly;
    private static readonly ConcurrentDictionary<string, string> Loaded = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Resources =
        Home.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).ToDictionary(Normalize, StringComparer.Ordinal);

    public static IReadOnlyList<string> AllNames { get; } =
        [.. Resources.Keys.Order(StringComparer.Ordinal)];

    public static string Get(string name, string engine = "sqlite") =>
        Loaded.GetOrAdd($"{name}|{engine}", _ => Read($"{name}.sql") ?? Read($"{name}.{engine}.sql")
            ?? throw new InvalidOperationException($"There is no SQL script '{name}' for {engine}."));

    private static string? Read(string path)
    {
        if (!Resources.TryGetValue(path, out var resource))
        {
            return null;
        }

        using var reader = new StreamReader(Home.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static string Normalize(string resource) => resource.Replace('\\', '/');
}

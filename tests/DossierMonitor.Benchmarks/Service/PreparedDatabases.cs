using System.Globalization;
using DossierMonitor.Api.Simulation;
using DossierMonitor.Benchmarks.Measuring;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>
/// Databases with a simulated history, made by <c>simulate</c> once per version of the storage code, and copied for each use
/// that writes.
/// </summary>
internal sealed class PreparedDatabases(LoadSettings settings, ServiceProgram program)
{
    private readonly string _version = program.StorageVersion();
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>The first events of a province; null = all.</summary>
    public async Task<string> GetAsync(int dossiers, EventIds ids, long? events)
    {
        var prefix = $"{dossiers}-{Name(ids)}";
        var path = PathOf(prefix, events?.Text() ?? "all");
        if (File.Exists(path) && (!settings.Fresh || _made.Contains(path)))
        {
            return path;
        }

        Directory.CreateDirectory(settings.PathOf("prepared"));
        RemoveOtherVersions(prefix);
        var part = path + ".part";
        var begun = 0L;
        Delete(part);
        if (events is { } wanted && Largest(prefix, wanted) is { } smaller)
        {
            begun = smaller.Events;
            Copy(smaller.Path, part);
        }

        LoadSettings.Say($"Preparing {Path.GetFileName(path)}");
        await Commands.RunAsync(
            program.Path,
            [
                "simulate", "--dossiers", dossiers.ToString(CultureInfo.InvariantCulture), "--years", Province.Years.ToString(CultureInfo.InvariantCulture),
                "--ids", Name(ids), "--until", Province.LastDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--database", "sqlite:" + part,
                .. events is { } limit ? new[] { "--skip", begun.Text(), "--events", (limit - begun).Text() } : [],
            ]);
        File.Move(part, path, overwrite: true);
        _made.Add(path);
        return path;
    }

    /// <summary>A copy to write into.</summary>
    public async Task<string> CopyAsync(int dossiers, EventIds ids, long events, string name)
    {
        var copy = settings.PathOf(name);
        Delete(copy);
        Copy(await GetAsync(dossiers, ids, events), copy);
        return copy;
    }

    public static string Name(EventIds ids) => ids == EventIds.Random ? "random" : "time-ordered";

    public static void Delete(string path)
    {
        foreach (var companion in new[] { "", "-wal", "-shm" })
        {
            File.Delete(path + companion);
        }
    }

    /// <summary>What was copied must not be written out by the system while something is measured.</summary>
    public static void Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        using var written = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    private string PathOf(string prefix, string events) => settings.PathOf(Path.Combine("prepared", $"{prefix}-{events}.{_version}.db"));

    // Of these settings and this version, with fewer events than wanted: a beginning of the same history.
    private (string Path, long Events)? Largest(string prefix, long wanted) => _made
        .Concat(settings.Fresh ? [] : Directory.GetFiles(settings.PathOf("prepared"), $"{prefix}-*.{_version}.db"))
        .Where(path => Path.GetFileName(path).StartsWith(prefix + "-", StringComparison.Ordinal))
        .Select(path => (Path: path, Events: long.TryParse(Path.GetFileName(path)[(prefix.Length + 1)..].Split('.')[0], CultureInfo.InvariantCulture, out var count) ? count : long.MaxValue))
        .Where(found => found.Events < wanted)
        .OrderByDescending(found => found.Events)
        .Select(found => ((string, long)?)found)
        .FirstOrDefault();

    // They are large, and nobody measures an old version again.
    private void RemoveOtherVersions(string prefix)
    {
        foreach (var path in Directory.GetFiles(settings.PathOf("prepared"), $"{prefix}-*.db").Where(path => !path.EndsWith($".{_version}.db", StringComparison.Ordinal)))
        {
            File.Delete(path);
        }
    }
}

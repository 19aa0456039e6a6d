using System.Globalization;
using System.Text.RegularExpressions;
using DossierMonitor.Api.Tests.Fixture;

namespace DossierMonitor.Api.Tests.Metrics;

/// <summary>The metrics of one scrape, by their series as they are written.</summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, double> _series;

    private Scrape(Dictionary<string, double> series) => _series = series;

    public static async Task<Scrape> OfAsync(TestService service) => new((await service.GetTextAsync("/metrics")).Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture), StringComparer.Ordinal));

    public IReadOnlyCollection<string> Series => _series.Keys;

    public IReadOnlySet<string> Names => _series.Keys.Select(series => series.Split('{')[0]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Null = there is no such series.</summary>
    public double? this[string series] => _series.TryGetValue(series, out var value) ? value : null;

    /// <summary>The values of the series of this name by what one label says.</summary>
    public ILookup<string, double> By(string label, string name, string with = "") => _series
        .Where(series => series.Key.StartsWith(name + "{", StringComparison.Ordinal) && series.Key.Contains(with, StringComparison.Ordinal))
        .ToLookup(series => Labels().Matches(series.Key).First(match => match.Groups["name"].Value == label).Groups["value"].Value, series => series.Value);

    [GeneratedRegex("""(?<name>[a-z_]+)="(?<value>[^"]*)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Labels();
}

using System.Text.RegularExpressions;
using Shouldly;

namespace DossierMonitor.Api.Tests.Tools;

/// <summary>The files of docs/tools, as the programs that they are for read them.</summary>
internal static partial class ToolFiles
{
    /// <summary>The column in which the recipe holds a record before it takes it apart.</summary>
    private const string OwnColumn = "row";

    private static string Folder => Path.Combine(Repository.Root, "docs", "tools");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static IReadOnlySet<string> MetricsIn(string text) =>
        Metrics().Matches(text).Select(name => name.Value).ToHashSet(StringComparer.Ordinal);

    /// <summary>The requests of a .http file with its own variables put in, those given first.</summary>
    public static IEnumerable<HttpFileRequest> Requests(string text, IReadOnlyDictionary<string, string> given)
    {
        var variables = Variables().Matches(text).ToDictionary(line => line.Groups["name"].Value, line => line.Groups["value"].Value.Trim(), StringComparer.Ordinal);
        foreach (var (name, value) in given)
        {
            variables[name].ShouldNotBeNullOrEmpty();
            variables[name] = value;
        }

        foreach (var part in Separators().Split(text))
        {
            var request = RequestLine().Match(part);
            if (!request.Success)
            {
                continue;
            }

            var head = part[request.Index..].Split("\n\n", 2);
            yield return new HttpFileRequest(
                request.Groups["method"].Value,
                With(request.Groups["address"].Value.Trim()),
                [.. head[0].Split('\n').Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => (line.Split(':', 2)[0], With(line.Split(':', 2)[1].Trim())))],
                head.Length > 1 && head[1].Trim() is { Length: > 0 } body ? With(body) : null);
        }

        string With(string of) => Uses().Replace(of, use => variables[use.Groups["name"].Value]);
    }

    /// <summary>What the M code of a block asks for: the path with its query.</summary>
    public static IEnumerable<(string Address, IReadOnlyList<string> Columns)> PowerQueries(string markdown)
    {
        foreach (var block in Blocks().Matches(markdown).Select(block => block.Groups["code"].Value))
        {
            var path = RelativePath().Match(block).Groups["path"].Value;
            var query = string.Join('&', Pairs().Matches(Query().Match(block).Groups["query"].Value).Select(pair => $"{pair.Groups["name"].Value}={pair.Groups["value"].Value}"));
            yield return ($"/{path}?{query}", [.. Columns().Matches(block[block.IndexOf(path, StringComparison.Ordinal)..]).Select(column => column.Groups["column"].Value).Where(column => column != OwnColumn)]);
        }
    }

    [GeneratedRegex("""dossier_[a-z_]+""", RegexOptions.None, 1000)]
    private static partial Regex Metrics();

    [GeneratedRegex("""^@(?<name>\w+) *= *(?<value>.*)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex("^###.*$", RegexOptions.Multiline, 1000)]
    private static partial Regex Separators();

    [GeneratedRegex("^(?<method>GET|POST|PUT|DELETE) (?<address>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestLine();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uses();

    [GeneratedRegex("```powerquery\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("RelativePath = \"(?<path>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RelativePath();

    [GeneratedRegex(@"Query = [^\[]*\[(?<query>[^\]]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Query();

    [GeneratedRegex("(?<name>\\w+) = \"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pairs();

    // Column names stand within braces, after the brace or after a comma.
    [GeneratedRegex("[{,]\\s*\"(?<column>[a-zA-Z0-9.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Columns();
}

internal sealed record HttpFileRequest(string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body);

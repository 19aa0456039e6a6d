using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using NJsonSchema;
using JsonSchema = NJsonSchema.JsonSchema;

namespace DossierMonitor.Api.Tests.Contract;

/// <summary>The contract file, and answers held against it.</summary>
public sealed class ContractDocument
{
    private static readonly Lazy<ContractDocument> Only = new(Load);
    private readonly ConcurrentDictionary<string, JsonSchema> _schemas = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, string Template, IOpenApiPathItem Item)> _paths;

    private ContractDocument(OpenApiDocument document)
    {
        Document = document;
        _paths = [.. document.Paths.OrderBy(path => path.Key.Contains('{', StringComparison.Ordinal)).Select(path => (
            new Regex("^" + Regex.Replace(path.Key, @"\{[^}]+\}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1)) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)),
            path.Key,
            path.Value))];
    }

    public static ContractDocument Instance => Only.Value;

    public OpenApiDocument Document { get; }

    public static string FilePath => Path.Combine(Repository.Root, "openapi", "dossier-monitor.v1.yaml");

    /// <summary>The path as the contract writes it; null = it has none such.</summary>
    public string? TemplateOf(HttpMethod method, string path) => Find(method, path).Template;

    public bool Has(HttpMethod method, string path) => Find(method, path).Operation is not null;

    /// <summary>Null when the answer is as the contract says; else what is wrong.</summary>
    /// <param name="headers">Names of those that the answer has; null = not looked at.</param>
    public string? Check(HttpMethod method, string path, int status, string? mediaType, string body, IReadOnlyCollection<string>? headers = null)
    {
        var (template, operation) = Find(method, path);
        if (operation is null)
        {
            // Unknown paths and methods are described once, in the introduction.
            return status is 404 or 405 ? null : $"{method} {path} is not in the contract, but it answers {status}.";
        }

        var name = $"{method} {template} {status}";
        if (operation.Responses is null || !operation.Responses.TryGetValue(status.ToString(CultureInfo.InvariantCulture), out var response))
        {
            return $"{name}: the contract does not have this status.";
        }

        var missing = headers is null ? null : response.Headers?.Where(header => header.Value.Required && !headers.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => header.Key).FirstOrDefault();
        if (missing is not null)
        {
            return $"{name}: the header {missing} is missing.";
        }

        if (response.Content is null || response.Content.Count == 0)
        {
            return null;
        }

        if (mediaType is null || !response.Content.TryGetValue(mediaType, out var content))
        {
            return $"{name}: {mediaType ?? "no type"} is not one of {string.Join(", ", response.Content.Keys)}.";
        }

        if (!mediaType.EndsWith("json", StringComparison.Ordinal) || content.Schema is null)
        {
            return null;
        }

        var schema = _schemas.GetOrAdd($"{name} {mediaType}", _ => Compile(content.Schema));
        var errors = schema.Validate(body);
        return errors.Count == 0 ? null : $"{name}: {string.Join("; ", errors.Take(5))}\n{body[..Math.Min(body.Length, 600)]}";
    }

    // A path can be one of its own and a value of another's: of /v1/calendar/what-if the one has POST, the year's has GET.
    private (string? Template, OpenApiOperation? Operation) Find(HttpMethod method, string path)
    {
        foreach (var (_, template, item) in _paths.Where(candidate => candidate.Pattern.IsMatch(path)))
        {
            if (item.Operations?.TryGetValue(method, out var operation) == true)
            {
                return (template, operation);
            }
        }

        return default;
    }

    private static JsonSchema Compile(IOpenApiSchema schema)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        schema.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { InlineLocalReferences = true }));
        return JsonSchema.FromJsonAsync(text.ToString()).GetAwaiter().GetResult();
    }

    private static ContractDocument Load()
    {
        var settings = new OpenApiReaderSettings();
        settings.AddYamlReader();
        using var stream = File.OpenRead(FilePath);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        memory.Position = 0;
        var result = OpenApiDocument.Load(memory, "yaml", settings);
        if (result.Document is null || result.Diagnostic?.Errors.Count > 0)
        {
            throw new InvalidOperationException("The contract cannot be read: " + string.Join("; ", result.Diagnostic?.Errors.Select(error => error.ToString()) ?? []));
        }

        return new ContractDocument(result.Document);
    }
}

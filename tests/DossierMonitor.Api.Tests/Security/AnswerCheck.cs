using System.Text.Json;
using DossierMonitor.Api.Tests.Contract;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What every answer to a bad request must be.</summary>
public static class AnswerCheck
{
    // The web server's own, before there is a request that a problem could be about: framing, first line and headers that are broken or too long.
    private static readonly int[] Bare = [400, 414, 431];

    /// <returns>Null when it is; else what is wrong.</returns>
    public static string? Wrong(WireRequest request, WireAnswer answer, bool againstContract)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Status >= 500)
        {
            return "It is a failure of the service.";
        }

        if (IsBare(answer))
        {
            return null;
        }

        if (answer.Status >= 400 && request.Method != "HEAD" && Problem(answer) is { } wrong)
        {
            return wrong;
        }

        return againstContract && IsPlain(request) ? AgainstContract(request, answer) : null;
    }

    public static bool IsBare(WireAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Bare.Contains(answer.Status) && answer.MediaType is null && answer.Body.Length == 0;
    }

    // The contract's templates know paths as they are written there; routes also take other case and a slash at the end.
    private static string? AgainstContract(WireRequest request, WireAnswer answer)
    {
        var (contract, method, path) = (ContractDocument.Instance, new HttpMethod(request.Method), request.Path.ToLowerInvariant().TrimEnd('/'));
        if (contract.Has(method, path))
        {
            return contract.Check(method, path, answer.Status, answer.MediaType, answer.Body, [.. answer.Headers.Keys]);
        }

        // Whoever has no key is not even told that there is nothing.
        return answer.Status is 401 or 404 or 405 ? null : "The contract does not have this.";
    }

    private static string? Problem(WireAnswer answer)
    {
        if (answer.MediaType != "application/problem+json")
        {
            return $"It is no problem but {answer.MediaType ?? "without a type"}.";
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var problem = document.RootElement;
            return problem.GetProperty("type").GetString() is not { } type || !type.StartsWith("/problems/", StringComparison.Ordinal) ? "It has no type."
                : string.IsNullOrWhiteSpace(problem.GetProperty("title").GetString()) ? "It has no title."
                : string.IsNullOrWhiteSpace(problem.GetProperty("detail").GetString()) ? "It has no detail."
                : problem.GetProperty("status").GetInt32() != answer.Status ? "Its status is another than that of the answer."
                : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"The problem cannot be read: {error.Message}";
        }
    }

    // What the service understands as it is written.
    private static bool IsPlain(WireRequest request) =>
        (request.Path.StartsWith("/v1/", StringComparison.Ordinal) || request.Path.StartsWith("/health/", StringComparison.Ordinal) || request.Path == "/metrics")
        && request.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS"
        && request.Path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '%')
        && !request.Path.Contains("//", StringComparison.Ordinal) && !request.Path.Split('/').Any(part => part is "." or ".." || part.Contains("%2e", StringComparison.OrdinalIgnoreCase));
}

using System.Diagnostics;
using System.Text.Json.Serialization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Problems;

/// <summary>RFC 9457, with RFC 6901 pointers to each wrong member.</summary>
public sealed record ProblemAnswer(
    string Type,
    string Title,
    int Status,
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ProblemError>? Errors,
    string TraceId);

public sealed record ProblemError(string Pointer, string Reason, string Detail)
{
    public static ProblemError Of(RefusalReason reason, Language language)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new ProblemError(reason.Pointer, reason.Reason, ReasonTexts.Text(reason, language));
    }
}

public static class ProblemWriter
{
    public static async Task WriteAsync(HttpContext context, ProblemKind kind, IReadOnlyList<RefusalReason> reasons, int? retryAfter = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(kind);
        var language = Languages.Of(context.Request);
        var errors = reasons.Select(reason => ProblemError.Of(reason, language)).ToList();
        var answer = new ProblemAnswer(
            kind.Type,
            kind.Title.In(language),
            kind.Status,
            errors.Count == 0 ? kind.Title.In(language) : string.Join(' ', errors.Select(error => error.Detail).Distinct(StringComparer.Ordinal)),
            errors.Count == 0 ? null : errors,
            Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier);
        context.Response.StatusCode = kind.Status;
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (kind.Status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        context.Response.Headers.ContentLanguage = language.Tag();
        await context.Response.WriteAsJsonAsync(answer, ApiJson.Options, "application/problem+json");
    }
}

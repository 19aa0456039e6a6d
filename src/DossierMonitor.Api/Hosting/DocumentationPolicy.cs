using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// The content security policy of /docs. Its page comes from a package and has one script within itself, which is allowed by its
/// hash: what somebody else puts into the page does not run.
/// </summary>
public sealed partial class DocumentationPolicy(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        var body = context.Response.Body;
        await using var page = new MemoryStream();
        context.Response.Body = page;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }

        if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            var hashes = Scripts().Matches(Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length))
                .Select(script => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script.Groups["text"].Value)))}'");
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self'{string.Concat(hashes)}; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        }

        if (page.Length > 0)
        {
            await body.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), context.RequestAborted);
        }
    }

    [GeneratedRegex("<script(?: type=\"module\")?>(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, Timeout.Infinite)]
    private static partial Regex Scripts();
}

using System.Collections.Concurrent;
using System.IO.Compression;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Security;
using Microsoft.Net.Http.Headers;

namespace DossierMonitor.Api.Hosting;

/// <summary>
/// The files of the dashboard. They are few and do not change while the program runs: each is read and compressed once, and
/// asked for again by its tag.
/// </summary>
public static class Pages
{
    // No script, style, font or call but the program's own; nothing may be put into the page or the page into another one.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
    };

    private static readonly ConcurrentDictionary<string, Content> Read = new(StringComparer.Ordinal);

    /// <summary>Their addresses: one route for each file, so that nothing else of the folder can be asked for.</summary>
    public static IReadOnlyList<string> Addresses { get; } =
        [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Where(file => Types.ContainsKey(Path.GetExtension(file)))
            .Select(file => "/" + Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Select(address => address == "/index.html" ? "/" : address)
            .Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var address in Addresses)
        {
            routes.MapGet(address, context => AnswerAsync(context, address)).WithMetadata(AccessPolicy.Open);
        }
    }

    private static Task AnswerAsync(HttpContext context, string address)
    {
        var content = Read.GetOrAdd(address, Load);
        var (request, response) = (context.Request, context.Response);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (EntityTag.Known(request.Headers.IfNoneMatch, content.Tag) is { } known)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.ETag = known;
            return Task.CompletedTask;
        }

        var packed = request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "br" && encoding.Quality is not 0);
        var body = packed ? content.Packed : content.Plain;
        if (packed)
        {
            response.Headers.ContentEncoding = "br";
        }

        response.Headers.ETag = EntityTag.Header(content.Tag, response.Headers.ContentEncoding);
        response.ContentType = content.Type;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static Content Load(string address)
    {
        var plain = File.ReadAllBytes(Path.Combine(Folder, address == "/" ? "index.html" : address[1..]));
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, new BrotliCompressionOptions { Quality = 6 }))
        {
            brotli.Write(plain);
        }

        return new Content(
            Types[address == "/" ? ".html" : Path.GetExtension(address)],
            plain,
            packed.ToArray(),
            EntityTag.Of(plain));
    }

    private sealed record Content(string Type, byte[] Plain, byte[] Packed, string Tag);
}

using System.Globalization;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace DossierMonitor.Api.Ingest;

public enum EventFormat
{
    One,
    Batch,
    OneOrBatch,
    Stream,
}

/// <summary>What kind of body this is, its bytes, and its bounds.</summary>
public static class RequestBody
{
    /// <summary>For everything but NDJSON, after decompression.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private static readonly string TooLargeText = MaximumBytes.ToString(CultureInfo.InvariantCulture);

    public static EventFormat FormatOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MediaTypeOf(request) switch
        {
            "application/cloudevents+json" => EventFormat.One,
            "application/cloudevents-batch+json" => EventFormat.Batch,
            "application/x-ndjson" => EventFormat.Stream,
            "application/json" => EventFormat.OneOrBatch,
            _ => throw new ApiProblemException(ProblemKind.UnsupportedMediaType, new RefusalReason("", "wrongMediaType")),
        };
    }

    /// <summary>In lower case; null when there is none, or not in UTF-8.</summary>
    public static string? MediaTypeOf(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? type.MediaType.Value?.ToLowerInvariant()
            : null;
    }

    /// <summary>The decompressed body.</summary>
    public static Stream Open(HttpContext context, EventFormat format)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = format == EventFormat.Stream ? null : MaximumBytes;
        }

        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || (encoding.Count == 1 && encoding[0]!.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return context.Request.Body;
        }

        return encoding.Count == 1 && encoding[0]!.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            ? new IntactGzipStream(context.Request.Body)
            : throw new ApiProblemException(ProblemKind.UnsupportedMediaType, new RefusalReason("", "wrongEncoding"));
    }

    /// <param name="body">Decompressed.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <param name="tooLarge">The reason to give when it is larger than it may be.</param>
    public static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream body, CancellationToken cancellation, string tooLarge = "bodyTooLarge")
    {
        ArgumentNullException.ThrowIfNull(body);
        var buffer = new byte[16 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MaximumBytes + 1));
                }

                var read = await body.ReadAsync(buffer.AsMemory(length), cancellation);
                if (read == 0)
                {
                    break;
                }

                length += read;
                if (length > MaximumBytes)
                {
                    throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", tooLarge, TooLargeText));
                }
            }
        }
        catch (BadHttpRequestException error) when (error.StatusCode == 413)
        {
            throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", tooLarge, TooLargeText));
        }
        catch (InvalidDataException)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "corruptGzip"));
        }

        if (length == 0)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "emptyBody"));
        }

        var bytes = buffer.AsMemory(0, length);
        return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
    }
}

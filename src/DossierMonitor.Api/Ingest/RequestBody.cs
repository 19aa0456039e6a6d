using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.EventLog;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using MinDataRate = Microsoft.AspNetCore.Server.Kestrel.Core.MinDataRate;

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

    /// <summary>
    /// A portal that streams what its own database gives it may need a while for the first row; the server's own bound gives up
    /// after five seconds. Waiting costs an idle connection, which only a caller with a key can open.
    /// </summary>
    private static readonly MinDataRate SlowestStream = new(bytesPerSecond: 1, gracePeriod: TimeSpan.FromMinutes(2));

    private const int FirstBufferBytes = 16 * 1024;

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
    /// <param name="context">The request.</param>
    /// <param name="format">Decides how long it may be.</param>
    /// <param name="sent">What was sent, where it has been read already.</param>
    public static Stream Open(HttpContext context, EventFormat format, Stream? sent = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        LimitSize(context, format == EventFormat.Stream ? null : MaximumBytes);
        sent ??= context.Request.Body;

        if (format == EventFormat.Stream && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = SlowestStream;
        }

        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || (encoding.Count == 1 && encoding[0]!.Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            return sent;
        }

        return encoding.Count == 1 && encoding[0]!.Equals("gzip", StringComparison.OrdinalIgnoreCase)
            ? new IntactGzipStream(sent)
            : throw new ApiProblemException(ProblemKind.UnsupportedMediaType, new RefusalReason("", "wrongEncoding"));
    }

    /// <summary>The body as it was sent, whole: what a signature is over.</summary>
    public static Task<PooledBytes> ReadSentAsync(HttpContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        LimitSize(context, MaximumBytes);
        return ReadAllAsync(context.Request.Body, context.Request.ContentLength, cancellation, "signedTooLarge");
    }

    /// <summary>Whether the body did not come as it was announced. The server says so, but for a chunk's size that is beyond its numbers.</summary>
    public static bool IsBroken(Exception error) => error is BadHttpRequestException or IOException { InnerException: OverflowException };

    private static void LimitSize(HttpContext context, long? bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    /// <summary>The text of a body, without the byte order mark.</summary>
    public static ReadOnlySpan<byte> Json(PooledBytes body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body.Span.StartsWith("\uFEFF"u8) ? body.Span[3..] : body.Span;
    }

    /// <param name="body">Decompressed.</param>
    /// <param name="expected">How long the sender said it is, which only saves growing.</param>
    /// <param name="cancellation">The caller has gone.</param>
    /// <param name="tooLarge">The reason to give when it is larger than it may be.</param>
    public static async Task<PooledBytes> ReadAllAsync(Stream body, long? expected, CancellationToken cancellation, string tooLarge = "bodyTooLarge")
    {
        ArgumentNullException.ThrowIfNull(body);

        // One byte more than is expected, so that the end is seen without growing.
        var buffer = new PooledBytes((int)Math.Clamp((expected ?? 0) + 1, FirstBufferBytes, MaximumBytes + 1));
        var isWhole = false;
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(buffer.GetMemory(), cancellation);
                if (read == 0)
                {
                    break;
                }

                buffer.Advance(read);
                if (buffer.Length > MaximumBytes)
                {
                    throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", tooLarge, TooLargeText));
                }
            }

            isWhole = buffer.Length > 0;
            return isWhole ? buffer : throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "emptyBody"));
        }
        catch (BadHttpRequestException error) when (error.StatusCode == 413)
        {
            throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", tooLarge, TooLargeText));
        }
        catch (GzipBombException)
        {
            throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", "bombGzip"));
        }
        catch (InvalidDataException)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "corruptGzip"));
        }
        finally
        {
            if (!isWhole)
            {
                buffer.Dispose();
            }
        }
    }
}

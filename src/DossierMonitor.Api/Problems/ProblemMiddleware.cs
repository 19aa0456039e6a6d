using DossierMonitor.Api.Ingest;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using Microsoft.AspNetCore.Connections;

namespace DossierMonitor.Api.Problems;

/// <summary>Turns everything that goes wrong into a problem, and an unforeseen failure into one that tells nothing of the inside.</summary>
public sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= 400 && context.Response.ContentType is null)
            {
                await WriteForStatusAsync(context);
            }
        }
        catch (ApiProblemException problem)
        {
            await WriteAsync(context, problem.Kind, problem.Reasons, problem.RetryAfter);
        }
        catch (Exception error) when (RequestBody.IsBroken(error))
        {
            // 408 and 413 keep their status; every other broken framing is 400.
            var kind = error is BadHttpRequestException { StatusCode: (408 or 413) and var status } ? ProblemKind.OfStatus(status) : ProblemKind.InvalidRequest;
            await WriteAsync(context, kind, [new RefusalReason("", kind == ProblemKind.TooSlow ? "tooSlow" : "brokenBody")], null);
        }
        catch (WriterBusyException)
        {
            await WriteAsync(context, ProblemKind.TooManyRequests, [new RefusalReason("", "busy")], 1);
        }
        catch (SubmissionFailedException error)
        {
            log.LogError(error, "A commit failed");
            await WriteAsync(context, ProblemKind.OutcomeUnknown, [new RefusalReason("", "notCommitted")], 1);
        }
        catch (StorageUnavailableException error)
        {
            log.LogError(error, "The database cannot be reached");
            await WriteAsync(context, ProblemKind.Unavailable, [new RefusalReason("", "databaseAway")], 1);
        }
        catch (StorageException error)
        {
            log.LogError(error, "The database cannot answer");
            await WriteAsync(context, ProblemKind.Unavailable, [new RefusalReason("", "otherRules")], 5);
        }
        catch (Exception error) when (HasGone(context, error))
        {
            // There is nobody to answer, and it is no failure of the service.
            context.Abort();
        }
        catch (Exception error)
        {
            log.LogError(error, "Unforeseen failure on {Method} {Route}", context.Request.Method, context.GetEndpoint()?.DisplayName);
            await WriteAsync(context, ProblemKind.Internal, [new RefusalReason("", "internal")], null);
        }
    }

    // A connection that is reset may throw into a read before the request is marked as aborted.
    private static bool HasGone(HttpContext context, Exception error) =>
        error is ConnectionResetException
        || (error is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    private static Task WriteForStatusAsync(HttpContext context)
    {
        var kind = ProblemKind.OfStatus(context.Response.StatusCode);
        var reason = context.Response.StatusCode switch
        {
            404 => "noSuchPath",
            405 => "methodNotAllowed",
            415 => "wrongMediaType",
            _ => null,
        };
        return ProblemWriter.WriteAsync(context, kind, reason is null ? [] : [new RefusalReason("", reason)]);
    }

    private static async Task WriteAsync(HttpContext context, ProblemKind kind, IReadOnlyList<RefusalReason> reasons, int? retryAfter)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;

        // What is left of a body that was refused half-read is not the next request's business.
        if (kind.Status is 413 or 408 or 400 && context.Request.Protocol == "HTTP/1.1")
        {
            context.Response.Headers.Connection = "close";
        }

        await ProblemWriter.WriteAsync(context, kind, reasons, retryAfter);
    }
}

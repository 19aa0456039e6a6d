using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Endpoints.SubmitEvents;

/// <summary>POST /v1/events</summary>
public sealed class SubmitEventsEndpoint(
    ServedStore store, ServiceMetrics metrics, ParsingTurns turns, KeyRing keys, ServiceSettings settings, TimeProvider time) : ApiEndpoint(time)
{
    private static readonly Dictionary<string, bool> All = new(StringComparer.Ordinal) { ["all"] = true };
    private static readonly Dictionary<string, bool> Booleans = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    public override void Configure()
    {
        Post("/v1/events");
        Allow(AccessPolicy.Push);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var query = new QueryReader(HttpContext.Request, "items", "dryRun");
        var everyItem = query.Choice("items", All) ?? false;
        var dryRun = query.Choice("dryRun", Booleans) ?? false;
        query.ThrowIfRefused();

        var format = RequestBody.FormatOf(HttpContext.Request);
        using var signed = Caller.Source is { } source && keys.SecretsOf(source) is { Count: > 0 } secrets ? await ReadSignedAsync(secrets, ct) : null;
        await using var body = RequestBody.Open(HttpContext, format, signed is null ? null : new ReadOnlyMemoryStream(signed.Memory));
        var intake = new EventIntake(store.Writer, Caller, Now, dryRun, metrics, settings.BackfillAfterDays);
        if (format == EventFormat.Stream)
        {
            await TakeStreamAsync(intake, body, everyItem, dryRun, ct);
            return;
        }

        var (events, isArray) = await ReadAsync(body, format, intake.Parser, ct);
        var outcomes = await intake.SubmitAsync(events);
        if (!isArray)
        {
            await AnswerOneAsync(events[0], outcomes[0], dryRun, ct);
            return;
        }

        var summary = new EventSummary(everyItem, Language);
        summary.Add(events, outcomes);
        await AnswerAsync(summary.Answer(dryRun), ct);
    }

    // A source that has a secret signs; not a byte of what it sends is understood before that is checked.
    private async Task<PooledBytes> ReadSignedAsync(IReadOnlyList<SigningSecret> secrets, CancellationToken ct)
    {
        var sent = await RequestBody.ReadSentAsync(HttpContext, ct);
        var headers = HttpContext.Request.Headers;
        if (WebhookSignature.Check(
            Only(WebhookSignature.IdHeader), Only(WebhookSignature.TimestampHeader), Only(WebhookSignature.SignatureHeader),
            sent.Span, secrets.Select(secret => secret.Bytes()), Now) is { } reason)
        {
            sent.Dispose();
            throw new ApiProblemException(ProblemKind.Unauthorized, new RefusalReason("", reason));
        }

        return sent;

        string? Only(string name) => headers[name] is { Count: 1 } value ? value[0] : null;
    }

    // The buffer goes back before the wait for the commit.
    private async Task<(List<SubmittedEvent> Events, bool IsArray)> ReadAsync(Stream body, EventFormat format, EventParser parser, CancellationToken ct)
    {
        using var bytes = await RequestBody.ReadAllAsync(body, HttpContext.Request.ContentLength, ct);
        return await turns.TakeAsync(bytes.Length, () => EventBatch.Parse(RequestBody.Json(bytes), format, parser), ct);
    }

    private async Task TakeStreamAsync(EventIntake intake, Stream body, bool everyItem, bool dryRun, CancellationToken ct)
    {
        var summary = new EventSummary(everyItem, Language);
        try
        {
            await new EventStreamIntake(intake).TakeAsync(body, summary.Add, ct);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "corruptGzip", Committed(summary)));
        }
        catch (GzipBombException)
        {
            throw new ApiProblemException(ProblemKind.TooLarge, new RefusalReason("", "bombGzip", Committed(summary)));
        }
        catch (BadHttpRequestException error) when (error.StatusCode == 408)
        {
            throw new ApiProblemException(ProblemKind.TooSlow, new RefusalReason("", "tooSlow", Committed(summary)));
        }
        catch (Exception error) when (RequestBody.IsBroken(error))
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, new RefusalReason("", "brokenBody", Committed(summary)));
        }
        catch (WriterBusyException)
        {
            throw new ApiProblemException(ProblemKind.TooManyRequests, new RefusalReason("", "busy", Committed(summary))) { RetryAfter = 1 };
        }
        catch (SubmissionFailedException)
        {
            throw new ApiProblemException(ProblemKind.OutcomeUnknown, new RefusalReason("", "notCommitted", Committed(summary))) { RetryAfter = 1 };
        }

        await AnswerAsync(summary.Answer(dryRun), ct);
    }

    private Task AnswerOneAsync(SubmittedEvent submitted, EventOutcome outcome, bool dryRun, CancellationToken ct)
    {
        switch (outcome.Status)
        {
            case EventStatus.Conflict:
                throw new ApiProblemException(ProblemKind.EventConflict, outcome.Refusal!.Reasons);
            case EventStatus.Forbidden:
                throw new ApiProblemException(ProblemKind.EventForbidden, outcome.Refusal!.Reasons);
            case EventStatus.Rejected:
                throw new ApiProblemException(ProblemKind.EventRejected, outcome.Refusal!.Reasons);
            default:
                var summary = new EventSummary(everyItem: true, Language);
                summary.Add([submitted], [outcome]);
                return AnswerAsync(summary.Answer(dryRun) with { Id = submitted.Event!.Id, Status = Answers.TimeText.Camel(outcome.Status) }, ct);
        }
    }

    private static string Committed(EventSummary summary) =>
        string.Create(CultureInfo.InvariantCulture, $" ({summary.Received} events before it are committed · đã ghi {summary.Received} sự kiện trước đó)");
}

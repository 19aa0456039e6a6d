using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Sources;

public sealed record SourcesAnswer(IReadOnlyList<SourceAnswer> Items);

/// <param name="LastRecordedAt">When its last event was stored.</param>
/// <param name="SilentSeconds">How long ago that is.</param>
/// <param name="Signs">Whether what it pushes must be signed.</param>
public sealed record SourceAnswer(string Source, long Events, string? LastRecordedAt, long? SilentSeconds, bool Signs);

public sealed record SourceDigestAnswer(string Source, string From, string To, string TimeZone, string? LastRecordedAt, IReadOnlyList<SourceDayAnswer> Days);

public sealed record SourceDayAnswer(string Day, long Events, string Digest);

/// <summary>GET /v1/sources: what has come from whom, and when last. A key that writes for one source sees that one.</summary>
public sealed class ListSourcesEndpoint(ServedStore store, KeyRing keys, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/sources");
        Allow(AccessPolicy.OwnSource);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return AnswerAsync(
            store.Reader.Read(snapshot => new SourcesAnswer([.. SourceDigestReader.Sources(snapshot)
                .Where(source => Caller.Source is null || Caller.Source == source.Name)
                .Select(source => new SourceAnswer(
                    source.Name,
                    source.Events,
                    snapshot.Rulebook.Clock.Days.Text(source.LastRecorded),
                    source.LastRecorded is { } at ? (long)(Now - at).TotalSeconds : null,
                    keys.SecretsOf(source.Name).Count > 0))])),
            ct);
    }
}

/// <summary>GET /v1/sources/{source}/digest: count and digest per day, to reconcile with the portal.</summary>
public sealed class GetSourceDigestEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    private const int MaximumDays = 366;

    // It reads the log, which takes a while for days long past: one at a time.
    private static readonly SemaphoreSlim Turn = new(1);

    public override void Configure()
    {
        Get("/v1/sources/{source}/digest");
        Allow(AccessPolicy.OwnSource);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var query = new QueryReader(HttpContext.Request, "from", "to");
        var today = store.Writer.Rulebook.Clock.Days.DateOf(Now);
        var to = query.Date("to") ?? today;
        var from = query.Date("from") ?? to;
        if (to < from)
        {
            query.Refuse("to", "endsBeforeItBegins");
        }
        else if (to.DayNumber - from.DayNumber >= MaximumDays)
        {
            query.Refuse("to", "periodTooLong", MaximumDays.ToString(CultureInfo.InvariantCulture));
        }

        query.ThrowIfRefused();
        var source = RouteText("source");
        if (Caller.Source is { } own && own != source)
        {
            throw NotFound();
        }

        if (!Turn.Wait(0, ct))
        {
            throw new ApiProblemException(ProblemKind.TooManyRequests, new RefusalReason("", "busy")) { RetryAfter = 1 };
        }

        SourceDigestAnswer answer;
        try
        {
            answer = store.Reader.Read(snapshot => Answer(snapshot, source, from, to));
        }
        finally
        {
            Turn.Release();
        }

        return AnswerAsync(answer, ct);
    }

    private static SourceDigestAnswer Answer(Snapshot snapshot, string source, DateOnly from, DateOnly to)
    {
        var days = SourceDigestReader.Run(snapshot, source, from, to) ?? throw NotFound();
        return new SourceDigestAnswer(
            source,
            from.Text(),
            to.Text(),
            snapshot.Rulebook.Clock.Days.Id,
            snapshot.Rulebook.Clock.Days.Text(SourceDigestReader.Sources(snapshot).First(one => one.Name == source).LastRecorded),
            [.. days.Select(day => new SourceDayAnswer(day.Day.Text(), day.Events, day.Digest))]);
    }

    private static ApiProblemException NotFound() => new(ProblemKind.NotFound, new RefusalReason("", "noSuchSource"));
}

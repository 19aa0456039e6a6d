using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Database;

namespace DossierMonitor.Api.Endpoints.Health;

public sealed record LivenessAnswer(string Status);

public sealed record ReadinessAnswer(string Status, ReadinessChecks Checks);

public sealed record ReadinessChecks(string Database, string Writer, string Reference, VerifiedAnswer? Verified);

/// <summary>GET /health/live: the process runs.</summary>
public sealed class GetLivenessEndpoint(TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/health/live");
        Allow(AccessPolicy.Open);
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(new LivenessAnswer("live"), ct);
}

/// <summary>GET /health/ready: events can be written and figures read.</summary>
public sealed class GetReadinessEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/health/ready");
        Allow(AccessPolicy.Open);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var database = store.Reader.Answers();
        var writer = store.Writer.IsRunning;
        return AnswerAsync(
            new ReadinessAnswer(
                database && writer ? "ready" : "unready",
                new ReadinessChecks(Text(database), Text(writer), Text(store.Writer.Rulebook.Rules.Units.All.Count > 0), database ? Verified() : null)),
            ct,
            database && writer ? 200 : 503);
    }

    private VerifiedAnswer? Verified()
    {
        try
        {
            return store.Reader.Read(VerifiedAnswer.Of);
        }
        catch (StorageException)
        {
            // Another program's rules: the figures cannot be answered, whatever was verified.
            return null;
        }
    }

    private static string Text(bool works) => works ? "ok" : "failed";
}

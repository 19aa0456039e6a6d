using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;

namespace DossierMonitor.Api.Endpoints.ReloadReference;

public sealed record ReloadAnswer(string Reference, string Calendar, int Units, int Procedures, bool Changed, int DossiersRecomputed);

/// <summary>POST /v1/reference/reload</summary>
public sealed class ReloadReferenceEndpoint(ServedStore store, ServiceSettings settings, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Post("/v1/reference/reload");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        Rulebook rulebook;
        try
        {
            rulebook = new Rulebook(ReferenceFolder.Load(settings.ReferenceFolder), settings.Clock);
        }
        catch (ReferenceException error)
        {
            throw new ApiProblemException(
                ProblemKind.ReferenceInvalid,
                [.. error.Errors.Select(one => new RefusalReason($"/{one.File}/{one.Line}", "referenceError", one.ToString()))]);
        }

        var changed = rulebook.Digest != store.Writer.Rulebook.Digest;
        var recomputed = changed ? await store.Writer.UseAsync(rulebook, actor: Caller.Name) : 0;
        await AnswerAsync(
            new ReloadAnswer(
                rulebook.Digest,
                rulebook.Reference.LatestCalendar.Version,
                rulebook.Reference.Units.All.Count,
                rulebook.Reference.Procedures.All.Count(),
                changed,
                recomputed),
            ct);
    }
}

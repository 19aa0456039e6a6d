using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Endpoints.Keys;

/// <summary>GET /v1/keys: all that there are and were, never the keys themselves.</summary>
public sealed class ListKeysEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/keys");
        Allow(AccessPolicy.Admin);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        return AnswerAsync(
            store.Reader.Read(snapshot => new KeysAnswer([.. AccessKeys.List(snapshot).Select(key => KeyAnswer.Of(key, snapshot.Rulebook.Clock.Days, Now))])), ct);
    }
}

/// <summary>POST /v1/keys</summary>
public sealed class CreateKeyEndpoint(ServedStore store, KeyRing keys, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Post("/v1/keys");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var request = await JsonBody.ReadAsync<CreateKeyRequest>(HttpContext, ct);
        var reasons = new List<RefusalReason>();
        var rulebook = store.Writer.Rulebook;
        if (KeyCheck.Check(request, rulebook, Now, reasons) is not { } wanted)
        {
            throw new ApiProblemException(ProblemKind.InvalidRequest, reasons);
        }

        var (stored, key) = await store.Writer.AdministrateAsync(Caller.Name, writer => writer.CreateKey(wanted));
        keys.Changed();
        HttpContext.Response.Headers.CacheControl = "no-store";
        HttpContext.Response.Headers.Location = $"/v1/keys/{stored.Prefix}";
        await AnswerAsync(new NewKeyAnswer(key, KeyAnswer.Of(stored, rulebook.Clock.Days, Now)), ct, 201);
    }
}

/// <summary>DELETE /v1/keys/{prefix}: revokes it. Doing so twice is as good as once.</summary>
public sealed class RevokeKeyEndpoint(ServedStore store, KeyRing keys, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Delete("/v1/keys/{prefix}");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var prefix = RouteText("prefix");
        var revoked = await store.Writer.AdministrateAsync(Caller.Name, writer => writer.RevokeKey(prefix))
            ?? throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchKey"));
        keys.Changed();
        await AnswerAsync(KeyAnswer.Of(revoked, store.Writer.Rulebook.Clock.Days, Now), ct);
    }
}

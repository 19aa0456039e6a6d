using System.Globalization;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;
using FastEndpoints;

namespace DossierMonitor.Api.Endpoints.Keys;

/// <summary>GET /v1/sources/{source}/signing-secrets: with which it must sign, without the secrets themselves.</summary>
public sealed class ListSigningSecretsEndpoint(ServedStore store, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Get("/v1/sources/{source}/signing-secrets");
        Allow(AccessPolicy.Admin);
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var source = SourceRoute.Checked(RouteText("source"));
        return AnswerAsync(
            store.Reader.Read(snapshot => new SigningSecretsAnswer(source, [.. AccessKeys.Secrets(snapshot)
                .Where(secret => secret.Source == source)
                .Select(secret => SigningSecretAnswer.Of(secret, snapshot.Rulebook.Clock.Days))])),
            ct);
    }
}

/// <summary>POST /v1/sources/{source}/signing-secrets: from now on the source must sign. A second one lets it change from one to the other.</summary>
public sealed class CreateSigningSecretEndpoint(ServedStore store, KeyRing keys, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Post("/v1/sources/{source}/signing-secrets");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var source = SourceRoute.Checked(RouteText("source"));
        var secret = await store.Writer.AdministrateAsync(Caller.Name, writer => writer.AddSigningSecret(source));
        keys.Changed();
        HttpContext.Response.Headers.CacheControl = "no-store";
        await AnswerAsync(new NewSigningSecretAnswer(secret.Secret, SigningSecretAnswer.Of(secret, store.Writer.Rulebook.Clock.Days)), ct, 201);
    }
}

/// <summary>DELETE /v1/sources/{source}/signing-secrets/{id}: once a source has none left, it need not sign.</summary>
public sealed class RevokeSigningSecretEndpoint(ServedStore store, KeyRing keys, TimeProvider time) : ApiEndpoint(time)
{
    public override void Configure()
    {
        Delete("/v1/sources/{source}/signing-secrets/{id}");
        Allow(AccessPolicy.Admin);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        new QueryReader(HttpContext.Request).ThrowIfRefused();
        var source = RouteText("source");
        if (!long.TryParse(RouteText("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !await store.Writer.AdministrateAsync(Caller.Name, writer => writer.RevokeSigningSecret(source, id)))
        {
            throw new ApiProblemException(ProblemKind.NotFound, new RefusalReason("", "noSuchKey"));
        }

        keys.Changed();
        HttpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        HttpContext.MarkResponseStart();
    }
}

internal static class SourceRoute
{
    /// <summary>One that a source can have: what is none is not said again in an answer.</summary>
    public static string Checked(string source)
    {
        var reasons = new List<RefusalReason>();
        KeyCheck.CheckSource(source, reasons);
        return reasons.Count == 0 ? source : throw new ApiProblemException(ProblemKind.InvalidRequest, reasons);
    }
}

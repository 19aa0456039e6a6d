using FastEndpoints;

namespace DossierMonitor.Benchmarks.Bare;

/// <summary>GET /hello</summary>
internal sealed class HelloEndpoint : EndpointWithoutRequest<Hello>
{
    public override void Configure()
    {
        Get("/hello");
        AllowAnonymous();
    }

    public override Task HandleAsync(CancellationToken ct) => Send.OkAsync(new Hello("hello"), ct);
}

internal sealed record Hello(string Text);

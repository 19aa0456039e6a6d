namespace DossierMonitor.Api.Tests.Contract;

/// <summary>Holds every answer that a test receives against the contract, so that no test can pass on one that breaks it.</summary>
public sealed class ContractHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        if (!path.StartsWith("/v1/", StringComparison.Ordinal) && !path.StartsWith("/health/", StringComparison.Ordinal) && path != "/metrics")
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        var wrong = ContractDocument.Instance.Check(
            request.Method, path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, body,
            [.. response.Headers.Select(header => header.Key)]);
        return wrong is null ? response : throw new InvalidOperationException($"The answer breaks the contract. {wrong}");
    }
}

using System.Net.Http.Headers;
using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;

namespace DossierMonitor.Api.Tests.Security;

internal static class KeyRequests
{
    public static async Task<JsonElement> PostCreatedAsync(this TestService service, string json, string path)
    {
        using var response = await service.PostAsync(json, path: path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(201, text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>The key itself.</summary>
    public static async Task<string> KeyAsync(this TestService service, string json) => (await service.PostCreatedAsync(json, "/v1/keys")).Text("key");

    /// <summary>From now on the service's client presents this key.</summary>
    public static void Present(this TestService service, string? key) =>
        service.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

    public static async Task RevokeAsync(this TestService service, string key)
    {
        using var response = await service.Http.DeleteAsync(new Uri("/v1/keys/" + key.Split('.')[0], UriKind.Relative));
        ((int)response.StatusCode).ShouldBe(200);
    }
}

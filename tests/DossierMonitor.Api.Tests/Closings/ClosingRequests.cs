using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;

namespace DossierMonitor.Api.Tests.Closings;

internal static class ClosingRequests
{
    public const string Path = "/v1/closings";

    public const string Year = """{"name":"2022","from":"2022-01-01","to":"2022-12-31"}""";

    public static async Task<JsonElement> ClosePeriodAsync(this TestService service, string json = Year)
    {
        using var response = await service.PostAsync(json, path: Path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(201, text);
        var entry = JsonDocument.Parse(text).RootElement.Clone();
        response.Headers.Location!.ToString().ShouldBe(entry.Text("document"));
        return entry;
    }
}

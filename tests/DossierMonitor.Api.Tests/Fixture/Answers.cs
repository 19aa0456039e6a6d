using System.Text.Json;
using Shouldly;

namespace DossierMonitor.Api.Tests.Fixture;

/// <summary>What tests ask of answers again and again.</summary>
internal static class Answers
{
    public static IReadOnlyList<(string Pointer, string Reason)> Errors(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray()
            .Select(error => (error.GetProperty("pointer").GetString()!, error.GetProperty("reason").GetString()!))];

    public static string Text(this JsonElement element, string member) => element.GetProperty(member).GetString()!;

    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string member) => [.. element.GetProperty(member).EnumerateArray()];

    public static void SpeakVietnamese(this TestService service)
    {
        service.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
        service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", "vi-VN, en;q=0.3");
    }

    /// <summary>A link leads to exactly as many items as the number that it stands for.</summary>
    public static async Task ShouldListAsync(this TestService service, string link, long number, string items = "items")
    {
        var separator = link.StartsWith("/v1/dossiers", StringComparison.Ordinal) ? "&limit=1000" : "";
        (await service.GetAsync(link + separator)).GetProperty(items).GetArrayLength().ShouldBe((int)number, link);
    }
}

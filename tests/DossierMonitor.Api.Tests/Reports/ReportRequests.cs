using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>The forms of one report.</summary>
internal static class ReportRequests
{
    public static async Task<byte[]> BytesAsync(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsByteArrayAsync();
        ((int)response.StatusCode).ShouldBe(200, Encoding.UTF8.GetString(body));
        return body;
    }

    public static async Task<JsonElement> JsonAsync(this HttpClient http, string path) => JsonDocument.Parse(await http.BytesAsync(path)).RootElement.Clone();

    public static async Task<WorkbookFile> WorkbookAsync(this HttpClient http, string path) => new(await http.BytesAsync(path));

    /// <summary>Read strictly: what is not valid HTML is an error.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient http, string path) => Page(await http.BytesAsync(path));

    public static IHtmlDocument Page(byte[] body)
    {
        var wrong = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = true });
        parser.Error += (_, error) => wrong.Add(error.ToString()!);
        var document = parser.ParseDocument(Encoding.UTF8.GetString(body));
        wrong.ShouldBeEmpty();
        return document;
    }

    /// <summary>The member of a row that a path of names leads to.</summary>
    public static JsonElement? At(this JsonElement row, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
            {
                return null;
            }
        }

        return row;
    }

    public static long Whole(this JsonElement row, string path) => row.At(path)!.Value.GetInt64();
}

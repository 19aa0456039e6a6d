using System.Net.Http.Headers;
using System.Text;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.OnTime;

public sealed class CsvTests
{
    [Theory]
    [InlineData("/v1/on-time?by=branch&format=csv", null, true)]
    [InlineData("/v1/on-time?by=branch", "text/csv", true)]
    [InlineData("/v1/on-time?by=branch", "text/csv;q=0.5, application/json", false)]
    [InlineData("/v1/on-time?by=branch&format=json", "text/csv", false)]
    [InlineData("/v1/on-time?by=branch", "*/*", false)]
    [InlineData("/v1/trend?by=total", "text/csv", true)]
    [InlineData("/v1/ageing?by=unit", "text/csv", true)]
    [InlineData("/v1/due-soon?by=unit", "text/csv", true)]
    [InlineData("/v1/dossiers?format=csv", null, true)]
    public async Task The_form_is_the_one_asked_for(string path, string? accept, bool csv)
    {
        await using var service = await TestService.StartAsync();
        if (accept is not null)
        {
            service.Http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.Content.Headers.ContentType!.MediaType.ShouldBe(csv ? "text/csv" : "application/json");
    }

    [Fact]
    public async Task The_cells_are_the_members_of_the_json_answer()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var json = (await service.GetAsync("/v1/on-time?by=unit&definition=strict")).GetProperty("rows").EnumerateArray().ToList();
        var lines = (await service.GetTextAsync("/v1/on-time?by=unit&definition=strict&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(json.Count + 1);
        var header = lines[0].Split(',');
        for (var i = 0; i < json.Count; i++)
        {
            var cells = lines[i + 1].Split(',');
            for (var column = 0; column < header.Length; column++)
            {
                var value = json[i];
                var found = header[column].Split('.').All(name => value.ValueKind == System.Text.Json.JsonValueKind.Object && value.TryGetProperty(name, out value));
                cells[column].ShouldBe(found ? value.ToString().Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal) : "", header[column]);
            }
        }
    }

    [Fact]
    public async Task Pages_follow_the_link_and_excel_gets_its_mark()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var expected = (await service.GetAsync("/v1/dossiers?sort=code")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("code").GetString()!).ToList();
        var seen = new List<string>();
        string? path = "/v1/dossiers?sort=code&limit=3&format=csv&bom=1";
        while (path is not null)
        {
            using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
            var body = await response.Content.ReadAsByteArrayAsync();
            body[..3].ShouldBe(Encoding.UTF8.GetPreamble());
            seen.AddRange(Encoding.UTF8.GetString(body[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')[0]));
            path = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        seen.ShouldBe(expected);
    }

    [Fact]
    public void Text_that_begins_like_a_formula_is_made_harmless_and_numbers_are_not_touched() =>
        Encoding.UTF8.GetString(CsvAnswer.Write<(string Text, int Number)>(
            [("text", row => row.Text), ("number", row => row.Number)], [("=1+1", -5), ("a,\"b\"", 0), ("-x", 1)], withMark: false))
            .ShouldBe("text,number\r\n'=1+1,-5\r\n\"a,\"\"b\"\"\",0\r\n'-x,1\r\n");
}

using System.Net;
using System.Text;
using System.Xml.Linq;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Badges;

/// <summary>GET /v1/badges/{unit}.svg and /v1/badges/targets/{id}.svg</summary>
public sealed class BadgeTests
{
    private const string Green = "#2e7d32";
    private const string Red = "#c62828";
    private const string Blue = "#1565c0";
    private const string Grey = "#616161";

    [Theory]
    [InlineData("VPDK-502", "Branch Tam Kỳ: on time", "100.00 % ✓", Green)]
    [InlineData("502", "Tam Kỳ: on time", "0.00 % ✗", Red)]
    [InlineData("VPDK-503", "Branch Hội An: on time", "nothing to judge yet", Grey)]
    [InlineData("49", "Quảng Nam: on time", "50.00 %", Blue)]
    [InlineData("49", "Quảng Nam, land: on time", "100.00 % ✓", Green, "?field=land")]
    [InlineData("502", "Tam Kỳ, justice: on time", "0.00 %", Blue, "?field=justice")]
    [InlineData("502", "Tam Kỳ: on time", "nothing to judge yet", Grey, "?to=2022-10-31")]
    [InlineData("502", "Tam Kỳ: on time", "66.66 % ✗", Red, "?definition=workload")]
    [InlineData("targets/branches-meeting", "More than 80 % of land-registry branches meet their on-time target", "100.00 % ✓", Green)]
    [InlineData("targets/district-on-time", "Each district (with its communes) resolves at least 97 % of its dossiers on time", "0/1 ✗", Red)]
    [InlineData("targets/branch-on-time", "Each land-registry branch resolves at least 97 % of its dossiers on time", "nothing to judge yet", Grey, "?to=2022-10-31")]
    public async Task Shows_a_rate_and_by_its_colour_whether_the_target_is_met(string of, string label, string value, string colour, string query = "")
    {
        await using var service = await StartAsync();
        var svg = await SvgAsync(service, $"/v1/badges/{of}.svg{query}");
        Texts(svg).ShouldBe([label, value]);
        svg.Descendants().Last(element => element.Name.LocalName == "rect").Attribute("fill")!.Value.ShouldBe(colour);
    }

    [Fact]
    public async Task Shows_what_the_figures_and_the_targets_say()
    {
        await using var service = await StartAsync();
        foreach (var unit in new[] { "49", "502", "503", "20398", "VPDK-502", "STNMT" })
        {
            foreach (var definition in new[] { "closed", "closed-plus-overdue", "workload", "strict" })
            {
                var rate = (await service.GetAsync($"/v1/on-time?by=unit&unit={unit}&definition={definition}")).GetProperty("total").GetProperty("onTimeRate");
                var value = Texts(await SvgAsync(service, $"/v1/badges/{unit}.svg?definition={definition}"))[1];
                value.Split(" ✓")[0].Split(" ✗")[0].ShouldBe(
                    rate.ValueKind == System.Text.Json.JsonValueKind.Null ? "nothing to judge yet" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Floor(rate.GetDouble() * 10_000) / 100:0.00} %"), $"{unit} {definition}");
            }
        }
    }

    [Fact]
    public async Task Speaks_both_languages_and_is_read_aloud()
    {
        await using var service = await StartAsync();
        var english = await SvgAsync(service, "/v1/badges/VPDK-502.svg?to=2022-12-15");
        english.Attribute("role")!.Value.ShouldBe("img");
        english.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("en");
        english.Elements().First().Name.LocalName.ShouldBe("title");
        english.Elements().First().Value.ShouldBe("Branch Tam Kỳ: on time 100.00 % (1/1), 2022-01-01 – 2022-12-15, Closed (form II.06); target met");
        english.Attribute("aria-label")!.Value.ShouldBe(english.Elements().First().Value);
        service.SpeakVietnamese();
        var vietnamese = await SvgAsync(service, "/v1/badges/VPDK-502.svg?to=2022-12-15");
        vietnamese.Attribute(XNamespace.Xml + "lang")!.Value.ShouldBe("vi");
        vietnamese.Elements().First().Value.ShouldBe("Branch Tam Kỳ: đúng hạn 100,00 % (1/1), 2022-01-01 – 2022-12-15, Đã giải quyết (mẫu II.06); đạt mục tiêu");
    }

    [Fact]
    public async Task May_do_nothing_and_is_not_sent_again()
    {
        await using var service = await StartAsync();
        using var first = await service.Http.GetAsync(new Uri("/v1/badges/502.svg", UriKind.Relative));
        first.Content.Headers.ContentType!.ToString().ShouldBe("image/svg+xml; charset=utf-8");
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("sandbox");
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/badges/502.svg", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        service.Time.Advance(TimeSpan.FromHours(1));
        using var second = await service.Http.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_name_stays_text_whatever_it_is_made_of()
    {
        await using var service = await StartAsync(new Dictionary<string, string>(TestService.SmallReference, StringComparer.Ordinal)
        {
            ["units.csv"] = TestService.SmallReference["units.csv"].Replace("Department,", "\"</text><script>alert('1')</script>&amp; \"\"x\"\"\",", StringComparison.Ordinal) + "\na.b/c.svg,Dotted,department,49,,,,",
        });
        var svg = await SvgAsync(service, "/v1/badges/STNMT.svg");
        Texts(svg)[0].ShouldBe("</text><script>alert('1')</script>&amp; \"x\": on time");
        svg.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal).ShouldBe(["g", "rect", "svg", "text", "title"]);
        Texts(await SvgAsync(service, "/v1/badges/a.b%2Fc.svg.svg"))[0].ShouldBe("Dotted: on time");
    }

    [Theory]
    [InlineData(96_996, 100_000, "96.99 %")]
    [InlineData(97, 100, "97.00 %")]
    [InlineData(999_999_999, 1_000_000_000, "99.99 %")]
    [InlineData(1, 3, "33.33 %")]
    [InlineData(0, 7, "0.00 %")]
    [InlineData(7, 7, "100.00 %")]
    public void A_rate_never_looks_better_than_it_is(long numerator, long denominator, string text) =>
        PercentText.Of(numerator, denominator, Language.English).ShouldBe(text);

    [Fact]
    public void Letters_with_marks_are_as_wide_as_without_and_a_long_name_is_cut_between_letters()
    {
        Width("Huyện Thăng Bình").ShouldBe(Width("Huyen Thang Binh"));
        Width("Huye\u0323\u0302n Tha\u0306ng Bi\u0300nh").ShouldBe(Width("Huyện Thăng Bình"));
        var text = Texts(XDocument.Parse(Encoding.UTF8.GetString(BadgeImage.Draw(string.Concat(Enumerable.Repeat("O\u0323\u0302", 200)), "1\u0001", BadgeVerdict.NoTarget, "t\uFFFF", "vi"))).Root!);
        text.ShouldBe([new string('Ộ', 79) + "…", "1\uFFFD"]);

        static string Width(string label) => XDocument.Parse(Encoding.UTF8.GetString(BadgeImage.Draw(label, "1", BadgeVerdict.Met, "", "vi"))).Root!.Attribute("width")!.Value;
    }

    private static async Task<TestService> StartAsync(IReadOnlyDictionary<string, string>? reference = null)
    {
        var service = await TestService.StartAsync(reference: reference);
        await service.PostOkAsync(SampleProvince.Events);
        return service;
    }

    private static async Task<XElement> SvgAsync(TestService service, string path) => XDocument.Parse(await service.GetTextAsync(path)).Root!;

    private static IReadOnlyList<string> Texts(XElement svg) => [.. svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];
}

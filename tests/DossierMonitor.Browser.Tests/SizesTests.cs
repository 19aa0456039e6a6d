using System.Globalization;
using System.Text;
using DossierMonitor.Browser.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Browser.Tests;

/// <summary>Three hundred units, one, none.</summary>
public sealed class SizesTests(SystemBrowser browser)
{
    [Fact]
    public async Task Three_hundred_branches_can_be_read()
    {
        await using var service = await SeenService.StartAsync(Units(300));
        await service.PushAsync(Enumerable.Range(0, 300).SelectMany(branch => Dossiers(branch, 3 + (branch % 7))));
        await using var seen = await SeenPage.OpenAsync(browser, service, "/");
        await seen.ShouldFitAsync();
        (await seen.RowsAsync("#ranking table")).Count.ShouldBe(40);
        (await seen.RowsAsync("#heat table")).Count.ShouldBe(20);
        (await seen.TextAsync("#tile-branches")).ShouldContain("/ 300");

        // All of them: a chart with a line for each, in a box that scrolls, and names that do not lie upon each other.
        await seen.GoAsync("/?all=1&heat=all");
        await seen.ShouldFitAsync();
        (await seen.RowsAsync("#ranking table")).Count.ShouldBe(300);
        (await seen.RowsAsync("#heat table")).Count.ShouldBe(300);
        foreach (var section in (string[])["#ranking", "#heat"])
        {
            var heights = await seen.Page.Locator($"{section} .plot-scroll").EvaluateAsync<double[]>("box => [box.clientHeight, box.scrollHeight]");
            heights[1].ShouldBeGreaterThan(300 * 20);
            heights[0].ShouldBeLessThan(1_000);
        }
    }

    [Fact]
    public async Task One_branch_can_be_read()
    {
        await using var service = await SeenService.StartAsync(Units(1));
        await service.PushAsync(Dossiers(0, 25));
        await using var seen = await SeenPage.OpenAsync(browser, service, "/");
        (await seen.RowsAsync("#ranking table")).Count.ShouldBe(1);
        (await seen.RowsAsync("#heat table")).Count.ShouldBe(1);
        await seen.GoAsync("/?chart=funnel&by=district");
        (await seen.TextAsync("#ranking")).ShouldContain("Không có số liệu");
        await seen.GoAsync("/?chart=funnel");
        (await seen.Page.Locator("#ranking canvas").CountAsync()).ShouldBe(1);
        await seen.GoAsync("/?view=league");
        (await seen.RowsAsync("main table")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("vi", "Không có")]
    [InlineData("en", "No ")]
    public async Task Nothing_at_all_is_said_to_be_nothing(string language, string nothing)
    {
        await using var service = await SeenService.StartAsync(Units(0));
        await using var seen = await SeenPage.OpenAsync(browser, service, $"/?lang={language}");
        await seen.ShouldFitAsync();
        foreach (var section in (string[])["#late", "#due", "#ranking", "#trend", "#flow", "#heat", "#strict"])
        {
            (await seen.TextAsync(section)).ShouldContain(nothing);
        }

        var tiles = await seen.TextAsync("#tiles");
        tiles.ShouldContain("–");
        tiles.ShouldNotContain("100");
        tiles.ShouldContain(language == "vi" ? "chưa có hồ sơ" : "no dossiers yet");
        await seen.GoAsync($"/?view=league&lang={language}");
        (await seen.TextAsync("main")).ShouldContain(nothing);
    }

    private static string Units(int branches)
    {
        var text = new StringBuilder("code,name,kind,parent,district,validFrom,validTo,successor\n49,Quảng Nam,province,,,,,\n");
        if (branches > 0)
        {
            text.Append("502,Thành phố Tam Kỳ,district,49,,,,\n");
        }

        for (var i = 0; i < branches; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"B{i:000},Chi nhánh khu vực số {i:000} có tên dài hơn thường lệ,branch,49,502,,,\n");
        }

        return text.ToString();
    }

    /// <summary>Finished ones, of which each tenth was late, and one that is open.</summary>
    private static IEnumerable<string> Dossiers(int branch, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var code = $"D-{branch:000}-{i:000}";
            var month = 1 + (i % 11);
            yield return Event(code, "received", $"2022-{month:00}-03T08:00:00+07:00", $$"""{"unit":"B{{branch:000}}","procedure":"1.012784","field":"land","dueAt":"2022-{{month:00}}-14T17:00:00+07:00"}""");
            if (i > 0)
            {
                yield return Event(code, "finished", $"2022-{month:00}-{(i % 10 == 1 ? 20 : 10)}T08:00:00+07:00", "{}");
            }
        }
    }

    private static string Event(string code, string type, string time, string data) =>
        $$"""{"specversion":"1.0","id":"{{code}}-{{type}}","source":"/portal/quang-nam","type":"dossier.{{type}}","subject":"{{code}}","time":"{{time}}","data":{{data}}}""";
}

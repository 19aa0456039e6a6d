using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Problems;
using Spectre.Console;

namespace DossierMonitor.Api.Demo;

/// <summary>Prints what the committee asks first: the targets, the worst units, the longest overdue, and what to try next.</summary>
internal static class DemoReport
{
    private const string Period = "from=2022-01-01&to=2022-12-15";

    public static async Task PrintAsync(HttpClient http, string address, string key, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 140;
        }

        var targets = await GetAsync(http, $"/v1/targets?{Period}", cancellation);
        console.Write(Targets(targets));
        console.Write(Units("Districts, worst first (huyện, thị xã, thành phố)", await GetAsync(http, $"/v1/on-time?by=district&{Period}", cancellation)));
        console.Write(Units("Land-registry branches, worst first (chi nhánh VPĐKĐĐ)", await GetAsync(http, $"/v1/on-time?by=branch&{Period}", cancellation)));
        console.Write(Overdue(await GetAsync(http, "/v1/dossiers?state=overdue&sort=-daysLate&limit=5", cancellation)));
        Console.WriteLine($"""

            Try (thử):
              curl '{address}/v1/targets'
              curl '{address}/v1/on-time?by=district&{Period}'
              curl '{address}/v1/on-time?by=branch&{Period}&definition=strict'
              curl '{address}/v1/on-time?by=month&field=land'
              curl '{address}/v1/dossiers?state=overdue&unit=502&sort=-daysLate&limit=10'
              curl '{address}/v1/dossiers?state=dueSoon&within=3&limit=10'
              curl '{address}/v1/definitions'
            Push an event (gửi một sự kiện):
              curl -X POST '{address}/v1/events' -H 'Authorization: Bearer {key}' -H 'Content-Type: application/cloudevents+json' \
                -d '{SampleEvent}'
            API: {address}/docs

            """);
    }

    private const string SampleEvent =
        """{"specversion":"1.0","id":"try-1","source":"/portal/try","type":"dossier.received","subject":"TRY-0001","time":"2022-12-15T08:15:00+07:00","data":{"unit":"VPDK-502","procedure":"1.012784","dueAt":"2022-12-29T17:00:00+07:00","channel":"online"}}""";

    private static Table Targets(JsonElement answer)
    {
        var table = Table("Targets (mục tiêu)", "target", "measured", "must be", "met", "distance");
        foreach (var target in answer.GetProperty("targets").EnumerateArray().Where(target => !target.TryGetProperty("unit", out _)))
        {
            table.AddRow(
                Text(target.GetProperty("description").GetString()!),
                Text($"{Percent(target.GetProperty("value"))} ({target.GetProperty("numerator")}/{target.GetProperty("denominator")})"),
                Text($"{target.GetProperty("comparison").GetString()} {Percent(target.GetProperty("threshold"))}"),
                Met(target.GetProperty("met")),
                Text(target.GetProperty("distance").ToString()));
        }

        foreach (var each in answer.GetProperty("targets").EnumerateArray().Where(target => target.TryGetProperty("unit", out _))
            .GroupBy(target => target.GetProperty("id").GetString()))
        {
            var met = each.Count(target => target.GetProperty("met").ValueKind == JsonValueKind.True);
            var judged = each.Count(target => target.GetProperty("met").ValueKind != JsonValueKind.Null);
            table.AddRow(
                Text(each.First().GetProperty("description").GetString()!),
                Text($"{met} of {judged} units"),
                Text($"{each.First().GetProperty("comparison").GetString()} {Percent(each.First().GetProperty("threshold"))} each"),
                Text(""),
                Text(""));
        }

        return table;
    }

    private static Table Units(string title, JsonElement answer)
    {
        var table = Table(title, "code", "unit", "finished", "late", "on time", "overdue now", "distance", "days late (median / p90 / max)");
        foreach (var row in answer.GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("onTimeRate").ValueKind != JsonValueKind.Null)
            .OrderBy(row => row.GetProperty("onTimeRate").GetDouble()).Take(10))
        {
            var days = row.GetProperty("daysLate");
            var met = row.GetProperty("target").GetProperty("met").ValueKind == JsonValueKind.True;
            table.AddRow(
                Text(row.GetProperty("key").GetString()!),
                Text(row.GetProperty("name").GetString()!),
                Text(row.GetProperty("finished").ToString()),
                Text(row.GetProperty("late").ToString()),
                new Markup(met ? $"[green]{Percent(row.GetProperty("onTimeRate"))}[/]" : $"[red]{Percent(row.GetProperty("onTimeRate"))}[/]"),
                Text(row.GetProperty("openOverdue").ToString()),
                Text(row.GetProperty("target").GetProperty("distance").ToString()),
                Text($"{days.GetProperty("median")} / {days.GetProperty("p90")} / {days.GetProperty("max")}"));
        }

        return table;
    }

    private static Table Overdue(JsonElement answer)
    {
        var table = Table("Longest overdue (quá hạn lâu nhất)", "dossier", "unit", "holder", "due", "working days late");
        foreach (var item in answer.GetProperty("items").EnumerateArray())
        {
            table.AddRow(
                Text(item.GetProperty("code").GetString()!),
                Text(item.GetProperty("unitName").GetString()!),
                Text(item.GetProperty("holder").GetString() ?? "-"),
                Text(item.GetProperty("dueAt").GetString()![..10]),
                Text(item.GetProperty("daysLate").ToString()));
        }

        return table;
    }

    private static Table Table(string title, params string[] columns)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column));
        }

        return table;
    }

    private static Text Text(string text) => new(text);

    private static Markup Met(JsonElement met) => met.ValueKind switch
    {
        JsonValueKind.True => new Markup("[green]yes[/]"),
        JsonValueKind.False => new Markup("[red]no[/]"),
        _ => new Markup("-"),
    };

    private static string Percent(JsonElement share) =>
        PercentText.Of(share.ValueKind == JsonValueKind.Null ? null : share.GetDouble(), Language.English);

    private static async Task<JsonElement> GetAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation));
        return document.RootElement.Clone();
    }
}

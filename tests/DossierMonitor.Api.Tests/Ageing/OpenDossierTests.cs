using System.Text.Json;
using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Ageing;

/// <summary>How late the overdue are and what is soon due, at each edge of a band, with the list behind each number.</summary>
public sealed class OpenDossierTests
{
    // Thursday, 17:00. By working days before it: 1 is Wednesday the 14th, 4 Friday the 9th, 31 Wednesday 2 November.
    private static readonly (int DaysLate, string Due)[] Late =
    [
        (1, "2022-12-14"), (3, "2022-12-12"), (4, "2022-12-09"), (7, "2022-12-06"), (8, "2022-12-05"), (15, "2022-11-24"), (16, "2022-11-23"),
        (30, "2022-11-03"), (31, "2022-11-02"), (32, "2022-11-01"),
    ];

    [Fact]
    public async Task Overdue_dossiers_are_in_bands_and_each_band_is_a_list()
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync("/v1/ageing?by=district");
        answer.GetProperty("bands").GetRawText().ShouldBe("""[{"from":1,"to":3},{"from":4,"to":7},{"from":8,"to":15},{"from":16,"to":30},{"from":31,"to":null}]""");
        Bands(answer.GetProperty("total")).ShouldBe([2, 2, 2, 2, 2]);
        answer.Items("rows").Select(row => row.Text("key")).ShouldBe(["502", "503"]);
        Bands(answer.Items("rows")[0]).ShouldBe([0, 0, 0, 0, 0]);
        Bands(answer.Items("rows")[1]).ShouldBe([2, 2, 2, 2, 2]);
        foreach (var row in answer.Items("rows").Append(answer.GetProperty("total")))
        {
            row.GetProperty("openOverdue").GetInt64().ShouldBe(Bands(row).Sum());
            await service.ShouldListAsync(row.Text("rows") + "&state=overdue", row.GetProperty("openOverdue").GetInt64());
            foreach (var (band, count) in answer.Items("bands").Zip(Bands(row)))
            {
                var maximum = band.GetProperty("to").ValueKind == JsonValueKind.Null ? "" : $"&maxDaysLate={band.GetProperty("to")}";
                await service.ShouldListAsync($"{row.Text("rows")}&state=overdue&minDaysLate={band.GetProperty("from")}{maximum}", count);
            }
        }
    }

    /// <summary>An hour after it is due a dossier is a day late; a day later all bands have moved by one.</summary>
    [Theory]
    [InlineData("asOf=2022-12-15T17:00:00%2B07:00", new long[] { 2, 2, 2, 2, 2 })]
    [InlineData("asOf=2022-12-16T00:00:00%2B07:00", new long[] { 2, 2, 2, 2, 3 })]
    [InlineData("asOf=2022-12-16T17:00:00%2B07:00", new long[] { 2, 2, 2, 2, 3 })]
    [InlineData("asOf=2022-12-16T17:00:00.001%2B07:00", new long[] { 3, 2, 2, 2, 3 })]
    [InlineData("asOf=2022-12-18T17:00:00%2B07:00", new long[] { 3, 2, 2, 2, 3 })]
    [InlineData("to=2022-12-14", new long[] { 3, 2, 2, 2, 1 })]
    [InlineData("to=2022-11-30&asOf=2022-12-15T17:00:00%2B07:00", new long[] { 0, 2, 0, 3, 0 })]
    public async Task The_bands_are_those_of_the_instant(string query, long[] bands)
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync($"/v1/ageing?by=unit&from=2022-01-01&{query}");
        Bands(answer.GetProperty("total")).ShouldBe(bands);
        var onTime = (await service.GetAsync($"/v1/on-time?by=unit&from=2022-01-01&{query}")).GetProperty("total").GetProperty("openOverdue").GetInt64();
        answer.GetProperty("total").GetProperty("openOverdue").GetInt64().ShouldBe(onTime);
    }

    [Fact]
    public async Task Strict_goes_by_the_date_that_was_promised_first()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(
            EventText.Received("x1", "X", "2022-11-01T08:00:00+07:00", "502", "2022-12-05T17:00:00+07:00"),
            EventText.Event("x2", "extended", "X", "2022-12-01T08:00:00+07:00", new { dueAt = "2022-12-16T17:00:00+07:00", document = "XL-1" })));
        Bands((await service.GetAsync("/v1/ageing?by=district")).Items("rows")[0]).ShouldBe([0, 0, 0, 0, 0]);
        Bands((await service.GetAsync("/v1/ageing?by=district&definition=strict")).Items("rows")[0]).ShouldBe([0, 0, 1, 0, 0]);
        Within((await service.GetAsync("/v1/due-soon?by=district")).Items("rows")[0]).ShouldBe([1, 1, 1]);
        Within((await service.GetAsync("/v1/due-soon?by=district&definition=strict")).Items("rows")[0]).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public async Task What_is_soon_due_is_counted_up_and_each_number_is_a_list()
    {
        await using var service = await StartAsync();
        var answer = await service.GetAsync("/v1/due-soon?by=unit");
        Within(answer.GetProperty("total")).ShouldBe([2, 4, 6]);
        answer.Items("rows").Count.ShouldBe(8);
        foreach (var row in answer.Items("rows").Append(answer.GetProperty("total")))
        {
            foreach (var (within, count) in new[] { 1, 3, 5 }.Zip(Within(row)))
            {
                await service.ShouldListAsync($"{row.Text("rows")}&state=dueSoon&within={within}", count);
            }
        }
    }

    [Theory]
    [InlineData("asOf=2022-12-15T16:00:00%2B07:00", new long[] { 2, 4, 6 })]
    [InlineData("asOf=2022-12-16T18:00:00%2B07:00", new long[] { 1, 3, 5 })]
    [InlineData("asOf=2022-12-18T08:00:00%2B07:00", new long[] { 1, 3, 5 })]
    [InlineData("asOf=2022-12-19T08:00:00%2B07:00", new long[] { 2, 4, 5 })]
    [InlineData("to=2022-12-14", new long[] { 1, 3, 5 })]
    public async Task What_is_soon_due_is_that_of_the_instant(string query, long[] within)
    {
        await using var service = await StartAsync();
        Within((await service.GetAsync($"/v1/due-soon?by=district&{query}")).GetProperty("total")).ShouldBe(within);
    }

    [Fact]
    public async Task A_paused_dossier_is_not_soon_due_and_one_that_was_late_before_stays_in_its_band()
    {
        await using var service = await StartAsync();
        await service.PostOkAsync(EventText.Batch(
            EventText.Event("p1", "suspended", "SOON-0", "2022-12-15T08:00:00+07:00"),
            EventText.Event("p2", "suspended", "LATE-31", "2022-12-15T08:00:00+07:00")));
        Within((await service.GetAsync("/v1/due-soon?by=district")).GetProperty("total")).ShouldBe([1, 3, 5]);
        Bands((await service.GetAsync("/v1/ageing?by=district")).GetProperty("total")).ShouldBe([2, 2, 2, 2, 2]);
    }

    [Theory]
    [InlineData("/v1/ageing?by=district", "key,name,validFrom,openOverdue,bands.1-3,bands.4-7,bands.8-15,bands.16-30,bands.31-,rows", "503,Hội An,,10,2,2,2,2,2,/v1/dossiers?by=district&key=503&")]
    [InlineData("/v1/due-soon?by=district", "key,name,validFrom,within1,within3,within5,rows", "503,Hội An,,2,4,6,/v1/dossiers?by=district&key=503&")]
    public async Task Csv_has_a_line_for_each_row(string path, string header, string line)
    {
        await using var service = await StartAsync();
        var lines = (await service.GetTextAsync(path + "&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe(header);
        lines.Length.ShouldBe(3);
        lines[2].ShouldStartWith(line);
    }

    [Fact]
    public async Task Names_speak_Vietnamese_when_asked()
    {
        await using var service = await StartAsync();
        service.SpeakVietnamese();
        (await service.GetAsync("/v1/ageing?by=channel")).Items("rows").Select(row => row.Text("name")).ShouldContain("(không có)");
        (await service.GetAsync("/v1/due-soon?by=month", 400)).Items("errors")[0].Text("detail").ShouldStartWith("Giá trị phải là một trong: district, branch, unit, field, procedure, channel");
    }

    private static IReadOnlyList<long> Bands(JsonElement row) => [.. row.Items("bands").Select(count => count.GetInt64())];

    private static IReadOnlyList<long> Within(JsonElement row) =>
        [row.GetProperty("within1").GetInt64(), row.GetProperty("within3").GetInt64(), row.GetProperty("within5").GetInt64()];

    // Late by each edge of a band; due today, and 1 to 6 working days ahead; one of each at a time that does not matter.
    private static async Task<TestService> StartAsync()
    {
        var service = await TestService.StartAsync();
        IEnumerable<JsonObject> events = Late.Select(late => Received($"LATE-{late.DaysLate}", late.Due));
        string[] soon = ["2022-12-15", "2022-12-16", "2022-12-19", "2022-12-20", "2022-12-21", "2022-12-22", "2022-12-23"];
        await service.PostOkAsync(EventText.Batch(events.Concat(soon.Select((due, i) => Received($"SOON-{i}", due)))));
        return service;

        static JsonObject Received(string code, string due) =>
            EventText.Received(code, code, "2022-10-03T08:00:00+07:00", "503", due + "T17:00:00+07:00");
    }
}

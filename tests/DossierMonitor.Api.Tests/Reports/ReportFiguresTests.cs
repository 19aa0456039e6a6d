using System.Text.Json;
using DossierMonitor.Api.Tests.Demo;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Reports;

/// <summary>The numbers of the reports are those of /v1/on-time, and as many dossiers as their lists have.</summary>
public sealed class ReportFiguresTests(WalkedProvince province) : IClassFixture<WalkedProvince>
{
    private const string Whole = "from=2022-01-01&to=2022-12-15";
    private const string Part = "from=2022-03-10&to=2022-11-14&asOf=2022-11-14T10:31:27.5%2B07:00";

    private static readonly (string Column, string[] States)[] Form =
    [
        ("received.carriedOver", ["carriedOver"]),
        ("resolved.early", ["early"]), ("resolved.onTime", ["onTime"]), ("resolved.late", ["late"]), ("inProcess.late", ["openOverdue"]),
        ("outside.reopened", ["reopened"]), ("outside.transferredIn", ["transferredIn"]), ("outside.noDueDate", ["noDueDate"]), ("outside.withdrawn", ["withdrawn"]),
        ("outside.refused", ["refused"]), ("outside.stopped", ["stopped"]), ("outside.transferredOut", ["transferredOut"]), ("outside.openNoDueDate", ["openNoDueDate"]),
    ];

    [Theory]
    [InlineData("by=field", Whole)]
    [InlineData("by=field&unit=502&include=branches", Part)]
    [InlineData("by=district", Part)]
    [InlineData("by=branch", Whole)]
    [InlineData("by=unit", Part)]
    public async Task Form_ii_06a_has_the_figures_and_adds_up(string by, string period)
    {
        var report = await province.Http.JsonAsync($"/v1/reports/ii-06a?{by}&{period}");
        var figures = await province.Http.JsonAsync($"/v1/on-time?{by}&{period}");
        report.Items("rows").Select(row => row.Text("key")).ShouldBe(figures.Items("rows").Select(row => row.Text("key")));
        foreach (var (row, same) in report.Items("rows").Append(report.GetProperty("total")).Zip(figures.Items("rows").Append(figures.GetProperty("total"))))
        {
            foreach (var (column, states) in Form)
            {
                row.Whole(column).ShouldBe(states.Sum(state => same.Whole(state)), column);
            }

            (row.Whole("received.online") + row.Whole("received.directOrPost")).ShouldBe(same.Whole("received"));
            (row.Whole("resolved.total") + row.Whole("outside.noDueDate")).ShouldBe(same.Whole("finished"));
            (row.Whole("inProcess.total") + row.Whole("outside.openNoDueDate")).ShouldBe(same.Whole("open"));
            row.Whole("inProcess.inTime").ShouldBe(same.Whole("open") - same.Whole("openOverdue") - same.Whole("openNoDueDate"));
            row.Whole("received.total").ShouldBe(row.Whole("received.online") + row.Whole("received.directOrPost") + row.Whole("received.carriedOver"));
            row.Whole("resolved.total").ShouldBe(row.Whole("resolved.early") + row.Whole("resolved.onTime") + row.Whole("resolved.late"));
            row.Whole("outside.difference").ShouldBe(0);
            (row.Whole("received.total") + row.Whole("outside.reopened") + row.Whole("outside.transferredIn")).ShouldBe(
                row.Whole("resolved.total") + row.Whole("inProcess.total") + row.Whole("outside.noDueDate") + row.Whole("outside.withdrawn") + row.Whole("outside.refused")
                + row.Whole("outside.stopped") + row.Whole("outside.transferredOut") + row.Whole("outside.openNoDueDate"));
        }

        // There is something to add up.
        report.GetProperty("total").Whole("received.online").ShouldBeGreaterThan(0);
        report.GetProperty("total").Whole("outside.withdrawn").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Every_number_of_form_ii_06a_is_the_length_of_its_list()
    {
        var report = await province.Http.JsonAsync($"/v1/reports/ii-06a?by=field&{Part}");
        foreach (var row in report.Items("rows").Append(report.GetProperty("total")))
        {
            var link = row.Text("rows");
            foreach (var (column, states) in Form)
            {
                (await CountAsync($"{link}&state={states[0]}")).ShouldBe(row.Whole(column), column);
            }

            (await CountAsync($"{link}&state=received&channel=online")).ShouldBe(row.Whole("received.online"));
            (await CountAsync($"{link}&state=received")).ShouldBe(row.Whole("received.online") + row.Whole("received.directOrPost"));
            (await CountAsync($"{link}&state=open")).ShouldBe(row.Whole("inProcess.total") + row.Whole("outside.openNoDueDate"));
        }
    }

    [Theory]
    [InlineData("by=district", Whole)]
    [InlineData("by=branch", Part)]
    [InlineData("by=unit&unit=507&include=branches", Part)]
    [InlineData("by=field&channel=online", Whole)]
    public async Task The_progress_index_is_the_workload_rate_and_stands_beside_the_closed_one(string by, string period)
    {
        var report = await province.Http.JsonAsync($"/v1/reports/progress-766?{by}&{period}");
        var workload = await province.Http.JsonAsync($"/v1/on-time?{by}&{period}&definition=workload");
        var closed = await province.Http.JsonAsync($"/v1/on-time?{by}&{period}&definition=closed");
        foreach (var (row, one, other) in report.Items("rows").Append(report.GetProperty("total"))
            .Zip(workload.Items("rows").Append(workload.GetProperty("total")), closed.Items("rows").Append(closed.GetProperty("total"))))
        {
            row.At("workload.rate")!.Value.GetRawText().ShouldBe(one.GetProperty("onTimeRate").GetRawText());
            row.At("closed.rate")!.Value.GetRawText().ShouldBe(other.GetProperty("onTimeRate").GetRawText());
            row.Whole("late").ShouldBe(one.Whole("late") + one.Whole("openOverdue"));
            row.Whole("noDueDate").ShouldBe(one.Whole("noDueDate") + one.Whole("openNoDueDate"));
            (row.Whole("workload.denominator") - row.Whole("workload.numerator")).ShouldBe(row.Whole("late"));
            row.Whole("workload.denominator").ShouldBe(row.Whole("resolved.total") + row.Whole("inProcess.total"));
            (await CountAsync(row.Text("rows") + "&state=inTime")).ShouldBe(row.Whole("workload.numerator"));
            (await CountAsync(row.Text("rows") + "&state=judged")).ShouldBe(row.Whole("workload.denominator"));
            (await CountAsync(row.Text("rows").Replace("definition=workload", "definition=closed", StringComparison.Ordinal) + "&state=inTime")).ShouldBe(row.Whole("closed.numerator"));
        }
    }

    [Theory]
    [InlineData("by=district&minimum=10", Whole)]
    [InlineData("by=unit&definition=strict", Part)]
    public async Task The_league_on_paper_is_the_league(string by, string period)
    {
        var report = await province.Http.BytesAsync($"/v1/reports/league?{by}&{period}");
        report.ShouldBe(await province.Http.BytesAsync($"/v1/league?{by}&{period}"));
    }

    private async Task<long> CountAsync(string link)
    {
        var count = 0L;
        string? cursor = null;
        do
        {
            var page = await province.Http.JsonAsync($"{link}&limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}");
            count += page.GetProperty("items").GetArrayLength();
            cursor = page.GetProperty("next") is { ValueKind: JsonValueKind.String } next ? next.GetString() : null;
        }
        while (cursor is not null);
        return count;
    }
}

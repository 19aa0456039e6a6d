using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Verification;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Verification;

/// <summary>GET /v1/verification, and the <c>verified</c> of every other answer.</summary>
public sealed class GetVerificationTests
{
    private static readonly string[] Others =
    [
        "/v1/on-time?by=unit", "/v1/on-time?by=unit&definition=all", "/v1/targets", "/v1/dossiers", "/v1/dossiers/D1", "/v1/dossiers/D1/deadline",
        "/v1/reconciliation", "/v1/findings",
    ];

    [Fact]
    public async Task Says_never_before_the_first_night_and_ok_after_it()
    {
        await using var service = await TestService.StartAsync(settings => settings with { VerifyAt = "02:30" });
        await service.PostOkAsync(SampleProvince.Events);
        var never = await service.GetAsync("/v1/verification");
        never.GetProperty("verified").GetRawText().ShouldBe("""{"result":"never","at":null,"events":null}""");
        never.GetProperty("events").GetInt64().ShouldBe(18);
        never.GetProperty("difference").ValueKind.ShouldBe(JsonValueKind.Null);

        service.Time.SetUtcNow(new DateTimeOffset(2022, 12, 16, 2, 30, 0, TimeSpan.FromHours(7)));
        var verified = await UntilVerifiedAsync(service);
        verified.Text("result").ShouldBe("ok");
        verified.Text("at").ShouldBe("2022-12-16T02:30:00+07:00");
        verified.GetProperty("events").GetInt64().ShouldBe(18);
        foreach (var path in Others)
        {
            (await service.GetAsync(path)).GetProperty("verified").GetRawText().ShouldBe(verified.GetRawText(), path);
        }

        (await service.GetAsync("/health/ready")).GetProperty("checks").GetProperty("verified").GetRawText().ShouldBe(verified.GetRawText());
    }

    [Fact]
    public async Task Says_what_was_found_and_keeps_it_over_a_restart()
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        var at = Instant.From(service.Time.GetUtcNow());
        VerificationLog.Append(service.DatabasePath, new VerificationResult(
            at, at, 18, 9, new Difference("log", "The event is not what was recorded: its digest differs.", "D1", "/portal/test", "1", 1)));
        await service.RestartAsync();
        var answer = await service.GetAsync("/v1/verification");
        answer.GetProperty("verified").Text("result").ShouldBe("mismatch");
        var difference = answer.GetProperty("difference");
        difference.Text("part").ShouldBe("log");
        difference.Text("eventId").ShouldBe("1");
        (await service.GetAsync("/v1/on-time?by=unit")).GetProperty("verified").Text("result").ShouldBe("mismatch");
        (await service.GetAsync("/health/ready")).Text("status").ShouldBe("ready");
    }

    [Fact]
    public async Task Takes_no_parameter()
    {
        await using var service = await TestService.StartAsync();
        (await service.GetAsync("/v1/verification?full=true", 400)).Errors().ShouldBe([("/full", "unknownParameter")]);
    }

    private static async Task<JsonElement> UntilVerifiedAsync(TestService service)
    {
        for (var i = 0; i < 200; i++)
        {
            var verified = (await service.GetAsync("/v1/verification")).GetProperty("verified");
            if (verified.Text("result") != "never")
            {
                return verified;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The verification of the night did not come.");
    }
}

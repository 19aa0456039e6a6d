using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Contract;

public sealed class ServerTimingTests
{
    [Theory]
    [InlineData("/v1/on-time?by=unit", true)]
    [InlineData("/v1/dossiers?format=csv", true)]
    [InlineData("/v1/units", true)]
    [InlineData("/v1/on-time?by=colour", true)]
    [InlineData("/v1/dossiers/none", true)]
    [InlineData("/health/live", false)]
    [InlineData("/metrics", false)]
    public async Task A_read_says_how_long_the_service_took(string path, bool said)
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.Http.GetAsync(new Uri(path, UriKind.Relative));
        response.Headers.TryGetValues("Server-Timing", out var timing).ShouldBe(said);
        if (said)
        {
            // The service's clock stands still in tests, as in the demo: it is not what is measured by.
            var text = timing!.ShouldHaveSingleItem();
            text.ShouldStartWith("total;dur=");
            double.Parse(text["total;dur=".Length..], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(0.001, 60_000);
        }
    }

    [Fact]
    public async Task A_write_does_not()
    {
        await using var service = await TestService.StartAsync();
        using var response = await service.PostAsync(SampleProvince.Events);
        response.Headers.Contains("Server-Timing").ShouldBeFalse();
    }
}

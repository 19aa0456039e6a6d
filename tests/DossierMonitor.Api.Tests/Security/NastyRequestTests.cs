using System.Text.Json;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>
/// What has broken other services, as a table. Each is answered as it says, stores nothing but rejections, and leaves the
/// service as it was.
/// </summary>
public sealed class NastyRequestTests(NastyService service) : IClassFixture<NastyService>
{
    private static readonly Dictionary<string, Nasty> All = new[]
    {
        ("event", NastyEvents.All), ("body", NastyBodies.All), ("address", NastyAddresses.All), ("administration", NastyAdministration.All),
    }.SelectMany(table => table.All.Select(nasty => ($"{table.Item1}: {nasty.Name}", nasty))).ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys];

    [Fact]
    public void There_are_enough_of_them() => All.Count.ShouldBeGreaterThanOrEqualTo(150);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_as_the_table_says_and_stores_nothing(string name)
    {
        var nasty = All[name];
        var request = nasty.Keyed(service);
        var before = service.LastDump;
        var said = service.Log.Length;
        var answer = await service.SendAsync(request);
        answer.Status.ShouldBe(nasty.Status, answer.Body);
        AnswerCheck.Wrong(request, answer, againstContract: true).ShouldBeNull(answer.Body);
        AnswerCheck.IsBare(answer).ShouldBe(nasty.Reason is null, answer.Body);
        if (nasty.Reason is { } reason)
        {
            Errors(answer, nasty).ShouldContain(error => error.Reason == reason && (nasty.Pointer == null || error.Pointer == nasty.Pointer), answer.Body);
        }

        if (nasty.Unsaid is { } unsaid)
        {
            answer.Body.ShouldNotContain(unsaid);
        }

        before.DifferenceTo(service.Dump()).ShouldBeNull();
        service.Log[said..].ShouldBeEmpty();
    }

    private static IReadOnlyList<(string Pointer, string Reason)> Errors(WireAnswer answer, Nasty nasty)
    {
        var json = JsonDocument.Parse(answer.Body).RootElement;
        if (nasty.Refused is not { } refused)
        {
            return json.Errors();
        }

        json.GetProperty("received").GetInt32().ShouldBe(refused);
        json.GetProperty("rejected").GetInt32().ShouldBe(refused);
        return json.Items("items")[0].Errors();
    }
}

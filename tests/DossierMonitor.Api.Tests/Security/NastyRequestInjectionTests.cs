using System.Text.Json;
using DossierMonitor.Api.Tests.Contract;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.OpenApi;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Every query parameter and every route value that the contract has, with what databases, shells, pages and file systems would obey.</summary>
public sealed class NastyRequestInjectionTests(NastyService service) : IClassFixture<NastyService>
{
    private static readonly string[] Injections =
    [
        "' OR '1'='1", "1; DROP TABLE event_log;--", "x' UNION SELECT secret FROM signing_secret--", "1) OR (1=1", "%", "_", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/passwd",
        "${jndi:ldap://x/y}", "<script>alert(1)</script>", "{{7*7}}", "; id", "$(id)", "a\r\nSet-Cookie: x=1", "a\0b",
    ];

    // Codes of other people's making: any text is one, and finds nothing.
    private static readonly string[] Free = ["field", "procedure", "key", "source"];

    private static readonly Dictionary<string, (HttpMethod Method, string Path, OpenApiOperation Operation, IReadOnlyList<IOpenApiParameter> Parameters)> Operations =
        ContractDocument.Instance.Document.Paths.SelectMany(path => path.Value.Operations!.Select(operation => (
            operation.Key, path.Key, operation.Value, (IReadOnlyList<IOpenApiParameter>)[.. operation.Value.Parameters ?? [], .. path.Value.Parameters ?? []])))
            .ToDictionary(operation => operation.Value.OperationId!, StringComparer.Ordinal);

    public static TheoryData<string, string> Places
    {
        get
        {
            var places = new TheoryData<string, string>();
            foreach (var (id, operation) in Operations)
            {
                // A source may have any name, so a secret for it is no bad request.
                foreach (var parameter in operation.Parameters.Where(one => one.In is ParameterLocation.Path or ParameterLocation.Query && id != "createSigningSecret"))
                {
                    places.Add(id, parameter.Name!);
                }
            }

            return places;
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Finds_nothing_and_changes_nothing(string operation, string parameter)
    {
        var (method, path, _, parameters) = Operations[operation];
        var isRoute = parameters.Any(one => one.Name == parameter && one.In == ParameterLocation.Path);
        foreach (var injection in Injections.Where(text => !isRoute || !text.Contains('\0', StringComparison.Ordinal)))
        {
            var before = service.LastDump;
            var request = Request(method, path, parameters, parameter, isRoute, injection);
            var answer = await service.SendAsync(request);
            AnswerCheck.Wrong(request, answer, againstContract: true).ShouldBeNull($"{request}{answer.Body}");
            answer.Headers.ShouldNotContainKey("Set-Cookie");
            answer.Body.ShouldNotContain("whsec_");
            answer.Body.ShouldNotContain("root:");
            var isText = !injection.Any(char.IsControl);
            if (isRoute && operation == "listSigningSecrets" && isText)
            {
                answer.Status.ShouldBe(200);
                JsonDocument.Parse(answer.Body).RootElement.Items("items").ShouldBeEmpty();
            }
            else if (isRoute)
            {
                answer.Status.ShouldBe(operation == "listSigningSecrets" ? 400 : 404, $"{request}");
            }
            else if (Free.Contains(parameter) && isText && operation.EndsWith("Badge", StringComparison.Ordinal))
            {
                // Shows the text, and nothing more than the text.
                answer.Status.ShouldBe(200, $"{request}{answer.Body}");
                System.Xml.Linq.XDocument.Parse(answer.Body).Root!.Value.ShouldContain(injection);
                answer.Body.ShouldNotContain("<script");
            }
            else if (Free.Contains(parameter) && isText)
            {
                answer.Status.ShouldBe(200, $"{request}{answer.Body}");
                ShouldHaveFoundNothing(operation, JsonDocument.Parse(answer.Body).RootElement);
            }
            else
            {
                answer.Status.ShouldBe(400, $"{request}");
                JsonDocument.Parse(answer.Body).RootElement.Errors().ShouldContain(error => error.Pointer == "/" + parameter, answer.Body);
            }

            before.DifferenceTo(service.Dump()).ShouldBeNull();
        }
    }

    [Fact]
    public void Every_operation_with_parameters_is_among_them() =>
        Places.Count.ShouldBe(Operations.Values.Sum(operation => operation.Parameters.Count(one => one.In is ParameterLocation.Path or ParameterLocation.Query)) - 1);

    private static void ShouldHaveFoundNothing(string operation, JsonElement answer)
    {
        switch (operation)
        {
            case "getOnTime":
                answer.GetProperty("total").GetProperty("received").GetInt64().ShouldBe(0);
                break;
            case "getTrend":
                answer.Items("rows").ShouldAllBe(row => row.GetProperty("received").GetInt64() == 0 && row.GetProperty("open").GetInt64() == 0);
                break;
            case "getAgeing":
                answer.GetProperty("total").GetProperty("openOverdue").GetInt64().ShouldBe(0);
                break;
            case "getDueSoon":
                answer.GetProperty("total").GetProperty("within5").GetInt64().ShouldBe(0);
                break;
            case "getReportIi06a":
                answer.GetProperty("total").GetProperty("received").GetProperty("total").GetInt64().ShouldBe(0);
                break;
            case "getReportProgress766":
                answer.GetProperty("total").GetProperty("workload").GetProperty("denominator").GetInt64().ShouldBe(0);
                break;
            case "getLeague" or "getReportLeague":
                answer.GetProperty("total").GetProperty("denominator").GetInt64().ShouldBe(0);
                break;
            case "getReconciliation":
                answer.Items("definitions").ShouldAllBe(definition => definition.GetProperty("denominator").GetInt64() == 0);
                break;
            default:
                answer.Items(operation == "listProcedures" ? "procedures" : "items").ShouldBeEmpty();
                break;
        }
    }

    private static WireRequest Request(HttpMethod method, string path, IReadOnlyList<IOpenApiParameter> parameters, string parameter, bool isRoute, string injection)
    {
        foreach (var route in parameters.Where(one => one.In == ParameterLocation.Path))
        {
            var value = route.Name == parameter ? injection : route.Name switch { "code" => "D1", "year" => "2022", "unit" => "502", "source" => "/portal/test", "prefix" => "dm_none", _ => "1" };
            path = path.Replace("{" + route.Name + "}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        List<string> query = isRoute ? [] : [parameter + "=" + Uri.EscapeDataString(injection)];
        if (parameter != "by" && (parameter == "key" || parameters.Any(one => one is { Name: "by", Required: true })))
        {
            query.Add("by=unit");
        }

        return new WireRequest(
            method.Method,
            query.Count == 0 ? path : path + "?" + string.Join('&', query),
            [("Authorization", "Bearer " + TestService.AdminKey), ("Content-Type", "application/json")],
            method == HttpMethod.Post ? Nasty.Utf8(Nasty.Good) : null);
    }
}

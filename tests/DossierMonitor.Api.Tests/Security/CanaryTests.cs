using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DossierMonitor.Api.Tests.Events;
using DossierMonitor.Api.Tests.Fixture;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Personal data are pushed through every way in, and are found in none of the ways out.</summary>
public sealed class CanaryTests
{
    private const string Time = "2022-11-03T08:15:00+07:00";
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Parameters =
    [
        "state", "by", "validFrom", "unit", "channel", "include", "finding", "from", "to", "asOf", "knownAt", "definition", "minDaysLate", "maxDaysLate", "within", "sort", "limit",
        "cursor", "format", "bom", "items", "dryRun", "cycle", "interval", "year", "colour",
    ];

    [Fact]
    public void The_canaries_are_500_and_each_is_another() =>
        Canaries.PersonalData.Distinct(StringComparer.Ordinal).Count().ShouldBe(500);

    [Fact]
    public async Task Personal_data_are_neither_kept_nor_repeated()
    {
        await using var watched = await WatchedService.StartAsync();
        var canaries = new Canaries(Canaries.PersonalData);
        var portal = await NewKeyAsync(watched, "/portal/own");

        // What shows that the search finds: a text that is rightly kept.
        const string Kept = "Chuyên viên KIỂM CHỨNG";
        await watched.Service.PostOkAsync(EventText.Batch(
            EventText.Received("kept-1", "KEPT", Time, "502", "2022-11-17"), EventText.Event("kept-2", "processing", "KEPT", Time, new { holder = Kept })));
        var requests = 0;
        var leaks = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Canaries.PersonalData.Count; i++)
        {
            foreach (var (name, answer) in await PushAsync(watched, portal, Canaries.PersonalData[i], i))
            {
                requests++;
                Search("the answer to " + name, answer);
            }
        }

        requests.ShouldBeGreaterThan(500 * 25);
        var traces = await watched.TracesAsync();
        foreach (var (name, bytes) in traces)
        {
            Search(name, bytes);
        }

        leaks.Values.ShouldBeEmpty(string.Join(Environment.NewLine, leaks.Values));
        var found = new Canaries([Kept]);
        foreach (var name in TestDatabase.IsPostgres ? ["the database"] : new[] { "the database-wal", "the backup", "the database after a checkpoint" })
        {
            traces.ShouldContain(trace => trace.Name == name && found.FindIn(trace.Bytes) != null);
        }

        traces.Count(trace => trace.Name == "/v1/rejections").ShouldBeGreaterThan(15);
        watched.Log.ShouldContain("POST /v1/events answered 422 in ");
        watched.Log.ShouldContain("(other) (no route) answered 405 in ");

        void Search(string name, byte[] bytes)
        {
            if (canaries.FindIn(bytes) is { } leak)
            {
                leaks.TryAdd(name, $"In {name}: {leak}");
            }
        }
    }

    private static async Task<List<(string Name, byte[] Answer)>> PushAsync(WatchedService watched, string portal, string canary, int i)
    {
        var answers = new List<(string, byte[])>();
        var events = EventsOf(canary, i).ToList();

        // Bodies: as a batch, a stream, packed, alone, and as a portal whose source is its key's.
        var batch = Encoding.UTF8.GetBytes($"[{string.Join(',', events)}]");
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', [.. events, .. BrokenOf(canary)]));
        await ((i % 3) switch
        {
            0 => SendAsync("a batch", "POST", "/v1/events?items=all", batch),
            1 => SendAsync("a stream", "POST", "/v1/events", lines, "application/x-ndjson"),
            _ => SendAsync("a packed stream", "POST", "/v1/events?items=all", SubmitEventsTests.Zip(lines), "application/x-ndjson", ("Content-Encoding", "gzip")),
        });
        await SendAsync("one event", "POST", "/v1/events", Encoding.UTF8.GetBytes(events[i / 10 % events.Count]));
        await SendAsync("one event for a trial", "POST", "/v1/events?dryRun=true", Encoding.UTF8.GetBytes(events[i / 7 % events.Count]));
        answers.Add(("another's source", await watched.SendAsync("POST", "/v1/events", Encoding.UTF8.GetBytes(ForeignOf(canary, i)), key: portal)));
        var broken = BrokenOf(canary).ToList();
        await SendAsync("a broken body", "POST", "/v1/events", Encoding.UTF8.GetBytes(broken[i / 10 % broken.Count]));
        await SendAsync("a body that is not packed", "POST", "/v1/events", Encoding.UTF8.GetBytes(canary), "application/json", ("Content-Encoding", "gzip"));

        var bodies = AdministrativeOf(canary).ToList();
        for (var at = i / 10 % 5; at < bodies.Count; at += 5)
        {
            await SendAsync("POST " + bodies[at].Path, "POST", bodies[at].Path, Encoding.UTF8.GetBytes(bodies[at].Body));
        }

        // Every route, with a value that there is not and every parameter; a fifth of them each time.
        var escaped = Uri.EscapeDataString(canary);
        var query = string.Join('&', Parameters.Select(name => $"{name}={escaped}")) + $"&{escaped}={escaped}&{escaped}";
        var routes = RoutesOf(watched.Service);
        for (var at = i / 10 % 5; at < routes.Count; at += 5)
        {
            var (method, pattern) = routes[at];
            var path = Filled(pattern, escaped);
            await SendAsync($"{method} {pattern}", method, path, method == "POST" ? "{}"u8.ToArray() : null);
            await SendAsync($"{method} {pattern} with parameters", method, $"{path}?{query}", method == "POST" ? "{}"u8.ToArray() : null);
        }

        foreach (var path in new[] { $"/{escaped}", $"/v1/{escaped}", $"/v1/dossiers/x/{escaped}", $"/docs/{escaped}", $"/openapi/{escaped}", $"/v1/dossiers?cursor={escaped}&limit=1", $"/v1/rejections?cursor={escaped}" })
        {
            await SendAsync("a path", "GET", path);
        }

        // A method is any word.
        if (canary.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+'))
        {
            await SendAsync("a method", canary, "/v1/dossiers");
            await SendAsync("a method at no path", "X" + canary, "/nowhere");
        }

        // Headers.
        (string, string)[] headers =
        [
            ("User-Agent", canary), ("Accept-Language", canary), ("Accept", canary), ("Accept-Encoding", canary), ("Cookie", "a=" + canary), ("Referer", "http://x/" + canary),
            ("Origin", canary), ("From", canary), ("Forwarded", "for=" + canary), ("X-Forwarded-For", canary), ("X-Forwarded-Host", canary), ("X-Forwarded-Prefix", canary),
            ("X-Request-Id", canary), ("X-Correlation-Id", canary), ("X-Original-URL", "/" + canary), ("X-HTTP-Method-Override", canary), ("Request-Id", canary),
            ("tracestate", "a=" + canary), ("baggage", "a=" + canary), ("If-None-Match", $"\"{canary}\""), ("If-Match", canary), ("If-Modified-Since", canary), ("Range", canary), ("X-" + i, canary),
        ];
        await SendAsync("headers of a read", "GET", "/v1/dossiers", null, "", headers);
        await SendAsync("headers of a page", "GET", "/docs", null, "", headers);
        await SendAsync("headers of a push", "POST", "/v1/events", "{}"u8.ToArray(), "application/json",
            [.. headers, ("webhook-id", canary), ("webhook-timestamp", canary), ("webhook-signature", "v1," + canary), ("Content-Language", canary), ("Content-Disposition", canary), ("Content-MD5", canary)]);
        await SendAsync("a content type", "POST", "/v1/events", "{}"u8.ToArray(), canary);
        await SendAsync("a character set", "POST", "/v1/events", "{}"u8.ToArray(), "application/json; charset=" + canary);
        await SendAsync("an encoding", "POST", "/v1/events", "{}"u8.ToArray(), "application/json", ("Content-Encoding", canary));
        foreach (var scheme in new[] { "Bearer ", "Basic ", "", "Bearer dm_abcdefghjk." })
        {
            answers.Add(("a key", await watched.SendAsync("GET", "/v1/dossiers", null, "", null, ("Authorization", scheme + canary))));
        }

        return answers;

        async Task SendAsync(string name, string method, string path, byte[]? body = null, string type = "application/json", params (string, string)[] more) =>
            answers.Add((name, await watched.SendAsync(method, path, body, type, TestService.AdminKey, more)));
    }

    /// <summary>None of them is taken with the canary in a member that is kept.</summary>
    private static IEnumerable<string> EventsOf(string canary, int i)
    {
        var n = 0;
        var text = JsonSerializer.Serialize(canary, Relaxed);
        var escaped = JsonSerializer.Serialize(canary);

        // Free texts.
        yield return Event("processing", new { holder = canary });
        yield return Event("processing", new { holder = $"Chuyên viên {canary} (một cửa)" });
        yield return Event("processing", new { holder = "Tổ 2 " + canary, stepDueAt = "2022-11-20" });
        yield return Event("extended", new { dueAt = "2022-11-24", document = canary });
        yield return Event("extended", new { dueAt = "2022-11-24", document = "128/VPDK-XL, " + canary });
        yield return Event("processing", new { holder = canary + new string('x', 300) });
        yield return Event("processing", new { holder = canary + "\u0001" });
        yield return Raw("processing", $$"""{"holder":"\ud800 {{escaped[1..^1]}}"}""");
        yield return Raw("processing", $$"""{"holder":"Chuyên viên","holder":{{text}} }""");
        yield return Raw("processing", $$"""{"holder":{{text}},"holder":"Chuyên viên"}""");

        // Where it has no place.
        yield return Event("received", new { unit = canary, procedure = "OPEN" });
        yield return Event("received", new { unit = "502", procedure = "OPEN", channel = canary });
        yield return Event("received", new { unit = "502", procedure = "OPEN", dueAt = canary });
        yield return Event("received", new { unit = "502", procedure = "OPEN", note = canary, cccd = canary, hoTen = canary, email = canary });
        yield return Event("received", new Dictionary<string, string> { ["unit"] = "502", ["procedure"] = "OPEN", [canary] = canary });
        yield return Event("received", new { unit = "502", procedure = "OPEN", applicant = new { name = canary, phones = new[] { canary } } });
        yield return Event("finished", new { unit = canary, procedure = canary, field = canary, dueAt = canary, channel = canary, holder = canary, stepDueAt = canary, document = canary, eventId = canary });
        yield return Event("transferred", new { unit = canary, holder = canary });
        yield return Raw("received", $$"""{"unit":"502","procedure":"OPEN","field":{{text}},"field":"land"}""");
        yield return Raw("received", $$"""{"unit":"502","procedure":{{text}},"procedure":"OPEN"}""");
        yield return Raw("voided", $$"""{"eventId":{{text}},"eventId":"x"}""");

        // Of the wrong type.
        yield return Event("processing", new { holder = new { name = canary } });
        yield return Event("processing", new { holder = new[] { canary } });
        yield return Event("extended", new { dueAt = new[] { canary }, document = new { a = new { b = new[] { canary } } } });
        yield return Event("received", new { unit = new[] { canary }, procedure = new { canary }, field = new[] { canary }, channel = new[] { canary } });
        yield return Event("received", canary);
        yield return Event("received", new[] { canary });
        yield return text;
        yield return $"[{text}]";
        if (canary.All(char.IsAsciiDigit) && canary[0] != '0')
        {
            yield return Raw("processing", $$"""{"holder":{{canary}}}""");
            yield return Raw("received", $$"""{"unit":{{canary}},"procedure":{{canary}}.5}""");
        }

        // Attributes.
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("type", canary), ("type", "dossier." + canary), ("time", canary), ("specversion", canary), ("datacontenttype", canary), ("extension", canary), (canary, canary),
            ("dataschema", new JsonArray(canary)), ("id", new JsonArray(canary)), ("subject", new JsonObject { [canary] = canary }), ("source", new JsonArray(canary)),
            ("id", canary + "\n"), ("id", canary + new string('x', 300)), ("subject", canary + new string('x', 300)), ("source", canary + "\0"),
        })
        {
            var json = New("finished");
            json[name] = value;
            yield return json.ToJsonString(Relaxed);
        }

        yield return New("finished").ToJsonString(Relaxed).Replace("{", $$"""{"id":{{text}},""", StringComparison.Ordinal);
        yield return New("finished").ToJsonString(Relaxed).Replace("{", $$"""{"subject":{{text}},"source":{{text}},""", StringComparison.Ordinal);
        yield return New("finished").ToJsonString(Relaxed).Replace("}", $$""","x":"{{new string('y', 5_000)}}","z":{{text}} }""", StringComparison.Ordinal);

        // Taken, but not kept.
        var schema = New("finished");
        schema["dataschema"] = canary;
        schema["datacontenttype"] = "application/json; x=" + canary;
        yield return schema.ToJsonString(Relaxed);

        // Fractions of a second may have any digits.
        var digits = string.Concat(canary.Where(char.IsAsciiDigit));
        if (digits.Length is >= 9 and <= 12)
        {
            foreach (var time in new[] { $"2099-11-03T08:15:00.{digits}+07:00", $"1980-11-03T08:15:00.{digits}Z", $"2022-11-03T08:15:00.{digits}+07:00" })
            {
                var json = New("processing", new { holder = 1, stepDueAt = time, dueAt = time });
                json["time"] = time;
                yield return json.ToJsonString(Relaxed);
                var received = New("received", new { unit = "NOWHERE", procedure = "OPEN", dueAt = time });
                yield return received.ToJsonString(Relaxed);
            }
        }

        string Event(string type, object data) => New(type, data).ToJsonString(Relaxed);

        string Raw(string type, string data)
        {
            var json = New(type).ToJsonString(Relaxed);
            return json[..^1] + ",\"data\":" + data + "}";
        }

        JsonObject New(string type, object? data = null) => EventText.Event($"e{i}-{n++}", type, $"D{i}", Time, data);
    }

    private static IEnumerable<string> BrokenOf(string canary)
    {
        var text = JsonSerializer.Serialize(canary, Relaxed);
        yield return canary;
        yield return text[..^1];
        yield return $$"""{"holder":{{text}}""";
        yield return $$"""{"holder":{{text}},}""";
        yield return $$"""{ {{text}} }""";
        yield return $$"""{"a":{{text}}} {{text}}""";
        yield return "[[[[[[[[[[[[[[[[[[[[" + text;
        yield return $"<a>{canary}</a>";
    }

    /// <summary>Of a source that the key is not for, and wrong besides.</summary>
    private static string ForeignOf(string canary, int i) => (i / 10 % 2) switch
    {
        0 => EventText.Event($"f{i}", "finished", $"F{i}", Time, null, canary).ToJsonString(Relaxed),
        _ => EventText.Event($"f{i}", "received", $"F{i}", Time, new { unit = "NOWHERE", procedure = "OPEN" }, canary).ToJsonString(Relaxed),
    };

    private static IEnumerable<(string Path, string Body)> AdministrativeOf(string canary)
    {
        var text = JsonSerializer.Serialize(canary, Relaxed);
        foreach (var body in new[]
        {
            $$"""{"name":{{text}},"from":"2022-01-01","to":"2022-06-30"}""", $$"""{"name":"Kỳ {{canary}}","from":"2022-01-01","to":"2022-06-30"}""",
            $$"""{"name":"x","from":{{text}},"to":{{text}},"definition":{{text}},"asOf":{{text}} }""", $$"""{"name":"x","from":"2022-01-01","to":"2022-06-30",{{text}}:{{text}} }""",
            $$"""{"name":{ {{text}}:{{text}} },"from":"2022-01-01","to":"2022-06-30"}""", $$"""{"name":"x","name":{{text}} }""", $$"""{ {{text}}:{ {{text}}:1} }""",
        }.Concat(BrokenOf(canary)))
        {
            yield return ("/v1/closings", body);
        }

        foreach (var body in new[]
        {
            $$"""{"name":{{text}},"scopes":["metrics:read"]}""", $$"""{"name":"Khóa của {{canary}}","scopes":["metrics:read"]}""", $$"""{"name":"x","scopes":[{{text}}]}""",
            $$"""{"name":"x","scopes":["events:write"],"source":{{text}} }""", $$"""{"name":"x","scopes":["metrics:read"],"unit":{{text}} }""",
            $$"""{"name":"x","scopes":["metrics:read"],"expiresAt":{{text}} }""", $$"""{"name":"x","scopes":["metrics:read"],{{text}}:{{text}} }""",
            $$"""{"name":"x","scopes":{ {{text}}:{{text}} } }""", $$"""{"name":"x","scopes":[{ {{text}}:1}]}""",
        })
        {
            yield return ("/v1/keys", body);
        }

        foreach (var body in new[]
        {
            $$"""{"days":[{"date":"2022-11-04","kind":"off","reason":{{text}}}]}""", $$"""{"days":[{"date":{{text}},"kind":{{text}},"reason":{{text}}}],"asOf":{{text}} }""",
            $$"""{"days":[{"date":"2022-11-04","kind":"off",{{text}}:{{text}}}]}""", $$"""{"days":{{text}},"limit":{{text}} }""", $$"""{"days":[{{text}}]}""", $$"""{"days":[],{{text}}:1}""",
            $$"""{"days":[{"date":"2022-11-04","kind":"off","reason":{ {{text}}:1} }]}""",
        })
        {
            yield return ("/v1/calendar/what-if", body);
        }

        yield return ($"/v1/sources/{Uri.EscapeDataString(canary)}/signing-secrets", "{}");
    }

    private static List<(string Method, string Pattern)> RoutesOf(TestService service) =>
    [
        .. service.Host.Routes
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, "/" + route.RoutePattern.RawText!.TrimStart('/'))))
            .Distinct().Order(),
    ];

    private static string Filled(string pattern, string value)
    {
        var path = pattern;
        while (path.IndexOf('{', StringComparison.Ordinal) is >= 0 and var start)
        {
            path = path[..start] + value + path[(path.IndexOf('}', start) + 1)..];
        }

        return path;
    }

    private static async Task<string> NewKeyAsync(WatchedService watched, string source) =>
        JsonDocument.Parse(await PostForTextAsync(watched, "/v1/keys", JsonSerializer.Serialize(new { name = "Portal", scopes = new[] { "events:write" }, source })))
            .RootElement.GetProperty("key").GetString()!;

    private static async Task<string> PostForTextAsync(WatchedService watched, string path, string body)
    {
        using var response = await watched.Service.PostAsync(body, path: path);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(201, text);
        return text;
    }
}

using static DossierMonitor.Api.Tests.Security.Nasty;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Bodies and paths of what only an administrator may do, and of the trial of a calendar.</summary>
public static class NastyAdministration
{
    private const string Key = """{"name":"Portal","scopes":["events:write"],"source":"/portal/new","unit":null,"expiresAt":"2030-01-01"}""";
    private const string Closing = """{"name":"November","from":"2022-11-01","to":"2022-11-30","definition":"closed","asOf":"2022-12-01T00:00:00+07:00"}""";
    private const string WhatIf = """{"days":[{"date":"2022-11-09","kind":"off","reason":"Storm"}],"asOf":"2022-12-01T00:00:00+07:00","limit":10}""";
    private const string Secrets = "/v1/sources/%2Fportal%2Ftest/signing-secrets";

    private static readonly (string Path, string Good)[] Bodies = [("/v1/keys", Key), ("/v1/closings", Closing), ("/v1/calendar/what-if", WhatIf)];

    public static IEnumerable<Nasty> All => [.. Bodies.SelectMany(body => OfEach(body.Path, body.Good)), .. WrongTypes, .. Keys, .. Closings, .. WhatIfs, .. Paths];

    private static IEnumerable<Nasty> OfEach(string path, string good) =>
    [
        Post($"{path}: nothing", path, [], 400, "emptyBody"),
        Post($"{path}: null", path, Utf8("null"), 400, "invalidBody", ""),
        Post($"{path}: an array of null", path, Utf8("[null]"), 400, "invalidBody", ""),
        Post($"{path}: a text", path, Utf8("\"x\""), 400, "invalidBody", ""),
        Post($"{path}: a number out of range", path, Utf8("1e999"), 400, "invalidBody", ""),
        Post($"{path}: an empty object", path, Utf8("{}"), 400, "invalidBody", ""),
        Post($"{path}: cut off", path, Utf8(good[..^1]), 400, "notJson"),
        Post($"{path}: and more", path, Utf8(good + good), 400, "notJson"),
        Post($"{path}: a comma too many", path, Utf8(good[..^1] + ",}"), 400, "notJson"),
        Post($"{path}: a comment", path, Utf8("//\n" + good), 400, "notJson"),
        Post($"{path}: two byte order marks", path, Utf8("\uFEFF\uFEFF" + good), 400, "notJson"),
        Post($"{path}: 10,000 arrays", path, Utf8(new string('[', 10_000)), 400, "invalidBody", ""),
        Post($"{path}: 10,000 arrays in an unknown member", path, Utf8("{\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "," + good[1..]), 400, "invalidBody", "/x"),
        Post($"{path}: an unknown member", path, Utf8("{\"colour\":1," + good[1..]), 400, "invalidBody", "/colour"),
        Post($"{path}: a phone number as a member", path, Utf8("{\"0905123456\":1," + good[1..]), 400, "invalidBody") with { Unsaid = "0905123456" },
        Post($"{path}: an e-mail address as a member", path, Utf8("{\"an@example.vn\":1," + good[1..]), 400, "invalidBody") with { Unsaid = "example.vn" },
        Post($"{path}: a text as a member", path, Utf8("{\"Nguyễn Văn An\":1," + good[1..]), 400, "invalidBody") with { Unsaid = "Nguyễn" },
        Post($"{path}: a member of 5,000 characters", path, Utf8("{\"" + new string('x', 5_000) + "\":1," + good[1..]), 400, "invalidBody") with { Unsaid = new string('x', 5_000) },
        Post($"{path}: a surrogate as a member", path, Utf8("{\"\\ud800\":1," + good[1..]), 400, "invalidBody", ""),
        Post($"{path}: $ref as a member", path, Utf8("{\"$ref\":\"#\"," + good[1..]), 400, "invalidBody"),
        Post($"{path}: a member twice", path, Utf8(good[..^1] + "," + good[1..]), 400, "invalidBody"),
        Post($"{path}: a member twice, once escaped", path, Utf8(good[..^1] + "," + Escaped(good)[1..]), 400, "invalidBody"),
        Post($"{path}: a member in other case", path, Utf8(good[..2] + char.ToUpperInvariant(good[2]) + good[3..]), 400, "invalidBody"),
        Post($"{path}: bytes that are no UTF-8", path, [.. Utf8(good[..FirstText(good)]), 0xFF, .. Utf8(good[FirstText(good)..])], 400, "invalidBody"),
        Post($"{path}: UTF-16", path, System.Text.Encoding.Unicode.GetBytes(good), 400, "notJson"),
        Post($"{path}: 1 MiB and a byte", path, Utf8(good + new string(' ', (1024 * 1024) + 1 - good.Length)), 413, "jsonTooLarge"),
        Post($"{path}: a gzip bomb", path, Zip(new byte[50_000_000]), 413, "jsonTooLarge", encoding: "gzip"),
        Post($"{path}: gzip that is cut off", path, Zip(Utf8(good))[..^4], 400, "corruptGzip", encoding: "gzip"),
        Post($"{path}: gzip that is none", path, Utf8(good), 400, "corruptGzip", encoding: "gzip"),
        Post($"{path}: another encoding", path, Utf8(good), 415, "wrongEncoding", encoding: "br"),
        Post($"{path}: no type", path, Utf8(good), 415, "wrongJsonMediaType", type: null),
        Post($"{path}: events", path, Utf8(good), 415, "wrongJsonMediaType", type: "application/cloudevents+json"),
        Post($"{path}: another charset", path, Utf8(good), 415, "wrongJsonMediaType", type: "application/json; charset=utf-16"),
        Post($"{path}: an unknown parameter", path + "?dryRun=true", Utf8(good), 400, "unknownParameter", "/dryRun"),
        Post($"{path}: no key", path, Utf8(good), 401, "keyMissing") with { Key = NastyKey.None },
        Post($"{path}: a writer's key", path, Utf8(good), 403, "scopeMissing") with { Key = NastyKey.Nobody },
    ];

    private static IEnumerable<Nasty> WrongTypes =>
        from member in (IEnumerable<(string Path, string Good, string Place, string Value)>)
        [
            ("/v1/keys", Key, "/name", "\"Portal\""), ("/v1/keys", Key, "/scopes", "[\"events:write\"]"), ("/v1/keys", Key, "/source", "\"/portal/new\""), ("/v1/keys", Key, "/unit", "null"), ("/v1/keys", Key, "/expiresAt", "\"2030-01-01\""),
            ("/v1/closings", Closing, "/name", "\"November\""), ("/v1/closings", Closing, "/from", "\"2022-11-01\""), ("/v1/closings", Closing, "/to", "\"2022-11-30\""), ("/v1/closings", Closing, "/definition", "\"closed\""),
            ("/v1/closings", Closing, "/asOf", "\"2022-12-01T00:00:00+07:00\""),
            ("/v1/calendar/what-if", WhatIf, "/asOf", "\"2022-12-01T00:00:00+07:00\""), ("/v1/calendar/what-if", WhatIf, "/days/0/date", "\"2022-11-09\""), ("/v1/calendar/what-if", WhatIf, "/days/0/kind", "\"off\""),
            ("/v1/calendar/what-if", WhatIf, "/days/0/reason", "\"Storm\""), ("/v1/calendar/what-if", WhatIf, "/limit", "10"), ("/v1/calendar/what-if", WhatIf, "/days", "[{\"date\":\"2022-11-09\",\"kind\":\"off\",\"reason\":\"Storm\"}]"),
        ]
        from wrong in (IEnumerable<(string Name, string Json)>)[("a number", "-1e400"), ("a truth", "true"), ("an object", "{\"a\":{}}")]
        select Post($"{member.Path}: {wrong.Name} as {member.Place}", member.Path, Utf8(member.Good.Replace(":" + member.Value, ":" + wrong.Json, StringComparison.Ordinal)), 400, "invalidBody", member.Place);

    private static IEnumerable<Nasty> Keys =>
    [
        OfKey("no name", "\"Portal\"", "null", "/name", "invalidBody"),
        OfKey("a name of nothing", "\"Portal\"", "\"\"", "/name", "invalidName"),
        OfKey("a name of blanks", "\"Portal\"", "\" \\t\"", "/name", "invalidName"),
        OfKey("a name with CRLF", "\"Portal\"", "\"a\\r\\nb\"", "/name", "invalidName"),
        OfKey("a name with a null character", "\"Portal\"", "\"a\\u0000b\"", "/name", "invalidName"),
        OfKey("a name with a surrogate", "\"Portal\"", "\"\\ud800\"", "/name", "invalidBody"),
        OfKey("a name of 101 characters", "\"Portal\"", "\"" + new string('x', 101) + "\"", "/name", "invalidName"),
        OfKey("a name that is a phone number", "\"Portal\"", "\"0905123456\"", "/name", "personalData") with { Unsaid = "0905123456" },
        OfKey("no scope", "[\"events:write\"]", "[]", "/scopes", "unknownScope"),
        OfKey("a scope that there is not", "[\"events:write\"]", "[\"events:erase\"]", "/scopes", "unknownScope"),
        OfKey("a scope in other case", "[\"events:write\"]", "[\"Admin\"]", "/scopes", "unknownScope"),
        OfKey("two scopes in one", "[\"events:write\"]", "[\"events:write admin\"]", "/scopes", "unknownScope"),
        OfKey("a scope that is null", "[\"events:write\"]", "[null]", "/scopes", "unknownScope"),
        OfKey("a scope that is a number", "[\"events:write\"]", "[255]", "/scopes/0", "invalidBody"),
        OfKey("a writer without a source", "\"/portal/new\"", "null", "/source", "sourceNeeded"),
        OfKey("a source of nothing", "\"/portal/new\"", "\"\"", "/source", "invalidName"),
        OfKey("a source of 256 characters", "\"/portal/new\"", "\"" + new string('x', 256) + "\"", "/source", "invalidName"),
        OfKey("a source that is an e-mail address", "\"/portal/new\"", "\"an@example.vn\"", "/source", "personalData") with { Unsaid = "example.vn" },
        OfKey("a unit that there is not", "\"unit\":null", "\"unit\":\"999\"", "/unit", "unknownUnit"),
        OfKey("a unit of an administrator", "[\"events:write\"],\"source\":\"/portal/new\",\"unit\":null", "[\"admin\"],\"source\":null,\"unit\":\"502\"", "/unit", "adminUnit"),
        OfKey("an end that has been", "2030-01-01", "2022-12-14", "/expiresAt", "expiresInPast"),
        OfKey("an end that there is not", "2030-01-01", "2030-02-30", "/expiresAt", "invalidDueDate"),
        OfKey("an end after 2100", "2030-01-01", "9999-12-31", "/expiresAt", "invalidDueDate"),
        OfKey("an end without an offset", "2030-01-01", "2030-01-01T00:00:00", "/expiresAt", "invalidDueDate"),
        OfKey("a key of one's own", "{\"name\"", "{\"key\":\"dm_x.y\",\"name\"", "/key", "invalidBody"),
        OfKey("a prefix of one's own", "{\"name\"", "{\"prefix\":\"dm_x\",\"name\"", "/prefix", "invalidBody"),
    ];

    private static IEnumerable<Nasty> Closings =>
    [
        OfClosing("no name", "\"November\"", "null", "/name", "invalidBody"),
        OfClosing("a name of blanks", "\"November\"", "\"  \"", "/name", "invalidCode"),
        OfClosing("a name with CRLF", "\"November\"", "\"a\\r\\nb\"", "/name", "invalidCode"),
        OfClosing("a name with a null character", "\"November\"", "\"\\u0000\"", "/name", "invalidCode"),
        OfClosing("a name with a surrogate", "\"November\"", "\"\\udc00\"", "/name", "invalidBody"),
        OfClosing("a name of 101 characters", "\"November\"", "\"" + new string('x', 101) + "\"", "/name", "invalidCode"),
        OfClosing("a name that is an identity number", "\"November\"", "\"049012345678\"", "/name", "personalData") with { Unsaid = "049012345678" },
        Post("/v1/closings: a name that is taken", "/v1/closings", Utf8(Closing.Replace("November", NastyService.Closing, StringComparison.Ordinal)), 409, "closingExists", "/name"),
        OfClosing("a day that there is not", "2022-11-01", "2022-11-31", "/from", "invalidDate"),
        OfClosing("a day that is a time", "2022-11-30", "2022-11-30T00:00:00Z", "/to", "invalidDate"),
        OfClosing("a day before 1990", "2022-11-01", "1989-12-31", "/from", "invalidDate"),
        OfClosing("a day after 2100", "2022-11-30", "2101-01-01", "/to", "invalidDate"),
        OfClosing("a period that ends before it begins", "2022-11-30", "2022-10-30", "/to", "endsBeforeItBegins"),
        OfClosing("a period to come", "\"from\":\"2022-11-01\",\"to\":\"2022-11-30\"", "\"from\":\"2023-11-01\",\"to\":\"2023-11-30\"", "/from", "closesTheFuture"),
        OfClosing("an instant to come", "2022-12-01T00", "2022-12-15T18", "/asOf", "closesTheFuture"),
        OfClosing("an instant before 1990", "2022-12-01T00", "1980-12-01T00", "/asOf", "invalidInstant"),
        OfClosing("an instant without an offset", "+07:00", "", "/asOf", "invalidInstant"),
        OfClosing("all definitions", "\"closed\"", "\"all\"", "/definition", "notOneOf"),
        OfClosing("a definition by an injection", "\"closed\"", "\"closed' --\"", "/definition", "notOneOf"),
    ];

    private static IEnumerable<Nasty> WhatIfs =>
    [
        OfWhatIf("no days", "[{\"date\":\"2022-11-09\",\"kind\":\"off\",\"reason\":\"Storm\"}]", "null", "/days", "invalidBody"),
        OfWhatIf("days of nothing", "[{\"date\":\"2022-11-09\",\"kind\":\"off\",\"reason\":\"Storm\"}]", "[]", "/days", "wrongCount"),
        OfWhatIf("401 days", "[{\"date\":\"2022-11-09\",\"kind\":\"off\",\"reason\":\"Storm\"}]",
            "[" + string.Join(',', Enumerable.Range(0, 401).Select(i => $"{{\"date\":\"{new DateOnly(2021, 1, 1).AddDays(i):yyyy-MM-dd}\",\"kind\":\"off\"}}")) + "]", "/days", "wrongCount"),
        OfWhatIf("a day that is null", "{\"date\":\"2022-11-09\",\"kind\":\"off\",\"reason\":\"Storm\"}", "null", "/days/0", "invalidBody"),
        OfWhatIf("a day twice", "[{", "[{\"date\":\"2022-11-09\",\"kind\":\"work\"},{", "/days/1/date", "dayTwice"),
        OfWhatIf("a day that there is not", "2022-11-09", "2022-11-31", "/days/0/date", "invalidDate"),
        OfWhatIf("a day before 1990", "2022-11-09", "1989-11-09", "/days/0/date", "invalidDate"),
        OfWhatIf("a day without end", "2022-11-09", "9999-12-31", "/days/0/date", "invalidDate"),
        OfWhatIf("a kind that there is not", "\"off\"", "\"OFF\"", "/days/0/kind", "notOneOf"),
        OfWhatIf("an unknown member of a day", "\"kind\"", "\"colour\":1,\"kind\"", "/days/0/colour", "invalidBody"),
        OfWhatIf("a member of a day twice", "\"kind\"", "\"kind\":\"off\",\"kind\"", "/days/0/kind", "invalidBody"),
        OfWhatIf("a limit of nothing", "\"limit\":10", "\"limit\":0", "/limit", "invalidNumber"),
        OfWhatIf("a limit below nothing", "\"limit\":10", "\"limit\":-2147483648", "/limit", "invalidNumber"),
        OfWhatIf("a limit above all", "\"limit\":10", "\"limit\":10001", "/limit", "invalidNumber"),
        OfWhatIf("a limit out of range", "\"limit\":10", "\"limit\":2147483648", "/limit", "invalidBody"),
        OfWhatIf("a limit with a fraction", "\"limit\":10", "\"limit\":1.5", "/limit", "invalidBody"),
        OfWhatIf("a limit that is a text", "\"limit\":10", "\"limit\":\"10\"", "/limit", "invalidBody"),
        OfWhatIf("a limit that is null", "\"limit\":10", "\"limit\":null", "/limit", "invalidBody"),
        OfWhatIf("an instant without end", "2022-12-01T00", "9999-12-01T00", "/asOf", "invalidInstant"),
        OfWhatIf("an instant of nothing", "2022-12-01T00:00:00+07:00", "", "/asOf", "invalidInstant"),
    ];

    private static IEnumerable<Nasty> Paths =>
    [
        Send("a key that there is not", "DELETE", "/v1/keys/dm_none", 404, "noSuchKey"),
        Send("a key by an injection", "DELETE", "/v1/keys/'%20OR%201=1--", 404, "noSuchKey"),
        Send("a key by a pattern", "DELETE", "/v1/keys/dm_%25", 404, "noSuchKey"),
        Send("a key out of the folder", "DELETE", "/v1/keys/..%2Faudit", 404, "noSuchKey"),
        Send("a key with a parameter", "DELETE", "/v1/keys/dm_none?force=true", 400, "unknownParameter"),
        Send("a secret of a source with a control character", "POST", "/v1/sources/a%0D%0Ab/signing-secrets", 400, "invalidName"),
        Send("a secret of a source of blanks", "POST", "/v1/sources/%20%20/signing-secrets", 400, "invalidName"),
        Send("a secret of a source that is too long", "POST", "/v1/sources/" + new string('x', 256) + "/signing-secrets", 400, "invalidName"),
        Send("a secret of a phone number", "POST", "/v1/sources/0905123456/signing-secrets", 400, "personalData") with { Unsaid = "0905123456" },
        Send("a secret with a parameter", "POST", Secrets + "?source=%2Fportal%2Fother", 400, "unknownParameter"),
        Send("a secret of one's own", "PUT", Secrets + "/1", 405, "methodNotAllowed"),
        Send("a secret that there is not", "DELETE", Secrets + "/99", 404, "noSuchKey"),
        Send("a secret that is another's", "DELETE", Secrets + "/1", 404, "noSuchKey"),
        Send("a secret out of range", "DELETE", Secrets + "/99999999999999999999", 404, "noSuchKey"),
        Send("a secret below one", "DELETE", Secrets + "/-1", 404, "noSuchKey"),
        Send("a secret by an injection", "DELETE", Secrets + "/1%20OR%201=1", 404, "noSuchKey"),
        Send("a reload with a folder", "POST", "/v1/reference/reload?folder=/etc", 400, "unknownParameter"),
        Get("keys with a parameter", "/v1/keys?secrets=true", 400, "unknownParameter"),
        Get("sources with a parameter", "/v1/sources?source=x", 400, "unknownParameter"),
    ];

    private static Nasty OfKey(string name, string part, string by, string? pointer, string? reason) => Of("/v1/keys", Key, name, part, by, pointer, reason);

    private static Nasty OfClosing(string name, string part, string by, string pointer, string reason) => Of("/v1/closings", Closing, name, part, by, pointer, reason);

    private static Nasty OfWhatIf(string name, string part, string by, string pointer, string reason) => Of("/v1/calendar/what-if", WhatIf, name, part, by, pointer, reason);

    private static Nasty Of(string path, string good, string name, string part, string by, string? pointer, string? reason) => good.Contains(part, StringComparison.Ordinal)
        ? Post($"{path}: {name}", path, Utf8(good.Replace(part, by, StringComparison.Ordinal)), 400, reason, pointer)
        : throw new ArgumentException($"There is no {part}.", nameof(part));

    private static int FirstText(string good) => good.IndexOf(":\"", StringComparison.Ordinal) + 2;

    // Its first member's name by an escape.
    private static string Escaped(string good) => $"{{\"\\u{(int)good[2]:x4}{good[3..]}";
}

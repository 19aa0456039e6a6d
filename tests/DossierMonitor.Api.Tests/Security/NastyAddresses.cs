using System.Buffers.Text;
using System.Security.Cryptography;
using DossierMonitor.Api.Tests.Fixture;
using static DossierMonitor.Api.Tests.Security.Nasty;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Paths, query parameters, methods and headers.</summary>
public static class NastyAddresses
{
    public static IEnumerable<Nasty> All => [.. Parameters, .. Limits, .. Lateness, .. Cursors, .. Paths, .. Methods, .. Headers];

    private static IEnumerable<Nasty> Parameters =>
    [
        Get("an unknown parameter", "/v1/units?colour=red", 400, "unknownParameter", "/colour"),
        Get("a parameter in other case", "/v1/on-time?by=unit&From=2022-01-01", 400, "unknownParameter", "/From"),
        Get("a parameter twice", "/v1/on-time?by=unit&by=unit", 400, "repeatedParameter", "/by"),
        Get("a parameter twice, once escaped", "/v1/on-time?by=unit&%62y=field", 400, "repeatedParameter", "/by"),
        Get("a parameter as a list", "/v1/on-time?by[]=unit", 400, "unknownParameter"),
        Get("a parameter without a value", "/v1/on-time?by", 400, "notOneOf", "/by"),
        Get("a value without a parameter", "/v1/on-time?=unit", 400, "unknownParameter", ""),
        Get("parameters with a semicolon between them", "/v1/on-time?by=unit;field=land", 400, "notOneOf", "/by"),
        Get("a phone number as a parameter", "/v1/units?0905123456=1", 400, "unknownParameter", "") with { Unsaid = "0905123456" },
        Get("a parameter with CRLF in its name", "/v1/units?a%0D%0ASet-Cookie:%20x=1", 400, "unknownParameter", ""),
        Get("a thousand parameters", "/v1/units?" + string.Join('&', Enumerable.Range(0, 1_000).Select(i => $"p{i}=1")), 400, "unknownParameter"),
        Get("a breakdown by number", "/v1/on-time?by=0", 400, "notOneOf", "/by"),
        Get("a breakdown in other case", "/v1/on-time?by=Unit", 400, "notOneOf", "/by"),
        Get("a breakdown of two", "/v1/on-time?by=unit,field", 400, "notOneOf", "/by"),
        Get("no breakdown", "/v1/on-time", 400, "missingParameter", "/by"),
        Get("a trend by nothing", "/v1/trend", 400, "missingParameter", "/by"),
        Get("a trend by month", "/v1/trend?by=month", 400, "notOneOf", "/by"),
        Get("a trend in other case", "/v1/trend?by=Total", 400, "notOneOf", "/by"),
        Get("a trend by number", "/v1/trend?by=total&interval=2", 400, "notOneOf", "/interval"),
        Get("a trend by hours", "/v1/trend?by=total&interval=hour", 400, "notOneOf", "/interval"),
        Get("a trend by every definition", "/v1/trend?by=total&definition=all", 400, "notOneOf", "/definition"),
        Get("a trend of a century of days", "/v1/trend?by=total&interval=day&from=1990-01-01&to=2100-12-31", 400, "tooManyIntervals", "/interval"),
        Get("a trend of a century of months", "/v1/trend?by=procedure&from=1990-01-01&to=2100-12-31", 400, "tooManyIntervals", "/interval"),
        Get("a trend of a unit that is another's", "/v1/trend?by=total&unit=999", 400, "unknownFilterUnit", "/unit"),
        Get("ages by nothing", "/v1/ageing", 400, "missingParameter", "/by"),
        Get("ages by month", "/v1/ageing?by=month", 400, "notOneOf", "/by"),
        Get("ages of the whole", "/v1/ageing?by=total", 400, "notOneOf", "/by"),
        Get("ages of bands of its own", "/v1/ageing?by=unit&bands=1,2", 400, "unknownParameter", "/bands"),
        Get("what is due by month", "/v1/due-soon?by=month", 400, "notOneOf", "/by"),
        Get("what is due within a number", "/v1/due-soon?by=unit&within=1", 400, "unknownParameter", "/within"),
        Get("what is due by an instant without an offset", "/v1/due-soon?by=unit&asOf=2022-12-15T17:00:00", 400, "invalidInstant", "/asOf"),
        Get("a day that there is not", "/v1/on-time?by=unit&from=2022-02-30", 400, "invalidDate", "/from"),
        Get("a day in another form", "/v1/on-time?by=unit&from=03/11/2022", 400, "invalidDate", "/from"),
        Get("a day before 1990", "/v1/on-time?by=unit&from=1989-12-31", 400, "invalidDate", "/from"),
        Get("a day after 2100", "/v1/on-time?by=unit&to=2101-01-01", 400, "invalidDate", "/to"),
        Get("a day of another script", "/v1/on-time?by=unit&to=%D9%A2%D9%A0%D9%A2%D9%A2-12-15", 400, "invalidDate", "/to"),
        Get("a period that ends before it begins", "/v1/on-time?by=unit&from=2022-02-01&to=2022-01-01", 400, "endsBeforeItBegins", "/to"),
        Get("an instant without an offset", "/v1/on-time?by=unit&asOf=2022-12-15T17:00:00", 400, "invalidInstant", "/asOf"),
        Get("an instant in the year 9999", "/v1/on-time?by=unit&asOf=9999-12-31T23:59:59Z", 400, "invalidInstant", "/asOf"),
        Get("an instant by a number", "/v1/dossiers?asOf=1671098400000", 400, "invalidInstant", "/asOf"),
        Get("an instant with a null character", "/v1/dossiers?asOf=2022-12-15T17:00:00Z%00", 400, "invalidInstant", "/asOf"),
        Get("knownAt before the beginning", "/v1/dossiers?knownAt=0001-01-01T00:00:00Z", 400, "invalidInstant", "/knownAt"),
        Get("a unit with a null character", "/v1/on-time?by=unit&unit=502%00", 400, "invalidCode", "/unit"),
        Get("a unit with CRLF", "/v1/on-time?by=unit&unit=502%0D%0A", 400, "invalidCode", "/unit"),
        Get("a field of nothing", "/v1/on-time?by=unit&field=", 400, "invalidCode", "/field"),
        Get("a field of 65 characters", "/v1/on-time?by=unit&field=" + new string('x', 65), 400, "invalidCode", "/field"),
        Get("a field of 7,000 characters", "/v1/on-time?by=unit&field=" + new string('x', 7_000), 400, "invalidCode", "/field"),
        Get("a procedure with an escape sequence", "/v1/dossiers?procedure=%1B%5B2J", 400, "invalidCode", "/procedure"),
        Get("a source of 256 characters", "/v1/rejections?source=" + new string('x', 256), 400, "invalidCode", "/source"),
        Get("a unit that is another's", "/v1/dossiers?unit=999", 400, "unknownFilterUnit", "/unit"),
        Get("a month that there is not", "/v1/dossiers?by=month&key=2022-13", 400, "notAMonthOfThePeriod", "/key"),
        Get("a month of another script", "/v1/dossiers?by=month&key=%D9%A2%D9%A0%D9%A2%D9%A2-11", 400, "notAMonthOfThePeriod", "/key"),
        Get("a state that there is not", "/v1/dossiers?state=all", 400, "notOneOf", "/state"),
        Get("an order that there is not", "/v1/dossiers?sort=code;drop%20table%20dossier", 400, "notOneOf", "/sort"),
        Get("an order with two signs", "/v1/dossiers?sort=--code", 400, "notOneOf", "/sort"),
        Get("a format that there is not", "/v1/dossiers?format=xml", 400, "notOneOf", "/format"),
        Get("a format of targets that there is not", "/v1/targets?format=html", 400, "notOneOf", "/format"),
        Get("text of a closing by nothing", "/v1/closings/1?format=text&by=", 400, "notOneOf", "/by"),
        Get("CSV of a closing by nothing", "/v1/closings/1?format=csv&by=", 400, "notOneOf", "/by"),
        Get("a league of fields", "/v1/league?by=field", 400, "notOneOf", "/by"),
        Get("a league without a minimum", "/v1/league?by=unit&minimum=0", 400, "invalidNumber", "/minimum"),
        Get("a league of a closing by name", "/v1/league?by=unit&closing=year", 400, "invalidNumber", "/closing"),
        Get("a league of a closing and a period", "/v1/league?by=unit&closing=1&from=2022-01-01", 400, "notWithClosing", "/from"),
        Get("a league of a closing that there is not", "/v1/league?by=unit&closing=4711", 404, "noSuchClosing", ""),
        Get("a page of a list", "/v1/on-time?by=unit&format=html", 400, "notOneOf", "/format"),
        Get("a report that there is not", "/v1/reports/ii-06b?by=unit", 404, "noSuchPath"),
        Get("reports without a name", "/v1/reports", 404, "noSuchPath"),
        Get("a form by months", "/v1/reports/ii-06a?by=month", 400, "notOneOf", "/by"),
        Get("a form by another definition", "/v1/reports/ii-06a?by=unit&definition=strict", 400, "unknownParameter", "/definition"),
        Get("a form of a closing", "/v1/reports/ii-06a?by=unit&closing=1", 400, "unknownParameter", "/closing"),
        Get("a report in another language", "/v1/reports/progress-766?by=unit&lang=fr", 400, "notOneOf", "/lang"),
        Get("a report as pdf", "/v1/reports/progress-766?by=unit&format=pdf", 400, "notOneOf", "/format"),
        Get("a league on paper of a closing and a period", "/v1/reports/league?by=unit&closing=1&to=2022-01-01", 400, "notWithClosing", "/to"),
        Get("a target that there is not", "/v1/targets?id=../../etc/passwd", 400, "notOneOf", "/id"),
        Get("a digest of 367 days", "/v1/sources/%2Fportal%2Ftest/digest?from=2022-01-01&to=2023-01-02", 400, "periodTooLong", "/to"),
        Get("a cycle below one", "/v1/dossiers/D1/deadline?cycle=0", 400, "invalidNumber", "/cycle"),
        Get("a dry run by number", "/v1/events?dryRun=1", 405, "methodNotAllowed"),
        Post("a dry run that is neither", "/v1/events?dryRun=1", Utf8(Good), 400, "notOneOf", "/dryRun"),
        Post("a dry run twice", "/v1/events?dryRun=true&dryRun=false", Utf8(Good), 400, "repeatedParameter", "/dryRun"),
        Post("items that there are not", "/v1/events?items=none", Utf8(Good), 400, "notOneOf", "/items"),
        Post("a key in the query", "/v1/events?key=" + TestService.AdminKey, Utf8(Good), 401, "keyMissing") with { Key = NastyKey.None, Unsaid = TestService.AdminKey },
    ];

    private static IEnumerable<Nasty> Limits =>
        from path in (IEnumerable<string>)["/v1/dossiers", "/v1/rejections", "/v1/audit"]
        from limit in (IEnumerable<string>)["0", "-1", "1001", "2147483648", "99999999999999999999999", "1e3", "0x10", "%2B1", "%201", "1.0", "", "NaN", "%D9%A1"]
        select Get($"the limit {limit} of {path}", $"{path}?limit={limit}", 400, "invalidNumber", "/limit");

    private static IEnumerable<Nasty> Lateness =>
        from number in (IEnumerable<string>)["-1", "100001", "2147483648", "1e3", "0x10", "%2B1", "1.0", "", "NaN", "%D9%A1"]
        select Get($"at most {number} days late", $"/v1/dossiers?maxDaysLate={number}", 400, "invalidNumber", "/maxDaysLate");

    private static IEnumerable<Nasty> Cursors =>
    [
        .. from path in (IEnumerable<string>)["/v1/dossiers", "/v1/rejections", "/v1/audit"]
           from cursor in (IEnumerable<string>)["", "x", "-1", "0x0", "%00", "....", "1-2-3", "-", "99999999999999999999", "e30", "bnVsbA", "W10", "1%27%20OR%201=1--", new string('A', 5_000)]
           select Get($"the cursor {(cursor.Length > 60 ? "that is too long" : cursor)} of {path}", $"{path}?cursor={cursor}", 400, "invalidCursor", "/cursor"),
        Forged("of other parameters", """{"a":1671098400000,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"0000000000000000"}"""),
        Forged("without a place", $$"""{"a":1671098400000,"s":1,"f":"{{Digest("")}}"}"""),
        Forged("with an order that is no number", $$"""{"a":1671098400000,"s":1,"k":"x","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("from before time", $$"""{"a":-9223372036854775808,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("from before the first year", $$"""{"a":-99999999999999,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("from before 1990", $$"""{"a":0,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("from after 2100", $$"""{"a":99999999999999,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("with a number out of range", $$"""{"a":1e400,"s":1,"k":"0","c":"D1","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("with a surrogate", $$"""{"a":1671098400000,"s":1,"k":"0","c":"\ud800","y":1,"n":1,"f":"{{Digest("")}}"}"""),
        Forged("of 10,000 arrays", new string('[', 4_000)),
    ];

    private static IEnumerable<Nasty> Paths =>
    [
        Get("a path that there is not", "/v1/nothing", 404, "noSuchPath"),
        Get("another version of the paths", "/v2/units", 404, "noSuchPath"),
        Get("a path of the framework's", "/_test_url_cache_", 404, "noSuchPath"),
        Get("a path out of the folder", "/../../etc/passwd", 404, "noSuchPath"),
        Get("a path out of the folder, escaped", "/%2e%2e/%2e%2e/etc/passwd", 404, "noSuchPath"),
        Get("a path out of the folder with backslashes", "/..\\..\\etc\\passwd", 404, "noSuchPath"),
        Get("a path to the settings", "/appsettings.json", 404, "noSuchPath"),
        Get("a path to the settings beside the contract", "/openapi/..%2fappsettings.json", 404, "noSuchPath"),
        Get("a path to the database", "/dossier-monitor.db", 404, "noSuchPath"),
        Get("a path to the repository", "/.git/config", 404, "noSuchPath"),
        Get("a path with a null character", "/v1/dossiers/D1%00", 400),
        Get("a path of 10,000 characters", "/v1/dossiers/" + new string('x', 10_000), 414),
        Get("a query of 10,000 characters", "/v1/dossiers?field=" + new string('x', 10_000), 414),
        Get("a dossier of 7,000 characters", "/v1/dossiers/" + new string('x', 7_000), 404, "noSuchDossier"),
        Get("a dossier with CRLF", "/v1/dossiers/D1%0D%0ASet-Cookie:%20x=1", 404, "noSuchDossier"),
        Get("a dossier by an injection", "/v1/dossiers/D1'%20OR%20'1'='1", 404, "noSuchDossier"),
        Get("a dossier by a pattern", "/v1/dossiers/%25", 404, "noSuchDossier"),
        Get("a dossier in other case", "/v1/dossiers/d1", 404, "noSuchDossier"),
        Get("a dossier that is no UTF-8", "/v1/dossiers/%FF%FE", 404, "noSuchDossier"),
        Get("a dossier that is half an escape", "/v1/dossiers/%E0%A", 404, "noSuchDossier"),
        Get("a dossier that is escaped twice", "/v1/dossiers/%2544%2531", 404, "noSuchDossier"),
        Get("a dossier out of the folder", "/v1/dossiers/..%2F..%2Fetc%2Fpasswd", 404, "noSuchDossier"),
        Get("a dossier by an overlong slash", "/v1/dossiers/%C0%AFD1", 404, "noSuchDossier"),
        Get("a dossier in the query, not in the path", "/v1/dossiers/NONE?code=D1", 400, "unknownParameter", "/code"),
        Get("a deadline of nothing", "/v1/dossiers//deadline", 404, "noSuchPath"),
        Get("a closing below one", "/v1/closings/-1", 404, "noSuchClosing"),
        Get("a closing zero", "/v1/closings/0", 404, "noSuchClosing"),
        Get("a closing out of range", "/v1/closings/99999999999999999999", 404, "noSuchClosing"),
        Get("a closing by an injection", "/v1/closings/1%20OR%201=1", 404, "noSuchClosing"),
        Get("a closing with a sign", "/v1/closings/+1", 404, "noSuchClosing"),
        Get("a restatement of nothing", "/v1/closings/1.5/restatement", 404, "noSuchClosing"),
        Get("the year 1989", "/v1/calendar/1989", 404, "noSuchYear"),
        Get("the year 2101", "/v1/calendar/2101", 404, "noSuchYear"),
        Get("the year 0", "/v1/calendar/0", 404, "noSuchYear"),
        Get("a year out of range", "/v1/calendar/99999999999", 404, "noSuchYear"),
        Get("a year of another script", "/v1/calendar/%D9%A2%D9%A0%D9%A2%D9%A2", 404, "noSuchYear"),
        Get("a digest of nobody", "/v1/sources/%2Fportal%2Fnone/digest", 404, "noSuchSource"),
        Get("a digest by an injection", "/v1/sources/'%20OR%201=1--/digest", 404, "noSuchSource"),
        Get("a badge of nobody", "/v1/badges/999.svg", 404, "noSuchUnit"),
        Get("a badge by an injection", "/v1/badges/502'%20OR%201=1--.svg", 404, "noSuchUnit"),
        Get("a badge of another kind", "/v1/badges/502.png", 404, "noSuchPath"),
        Get("a badge of nothing", "/v1/badges/.svg", 404, "noSuchPath"),
        Get("a badge out of the folder", "/v1/badges/..%2F..%2Fetc%2Fpasswd.svg", 404, "noSuchUnit"),
        Get("a badge of no target", "/v1/badges/targets/none.svg", 404, "noSuchTarget"),
        Get("a badge by no definition", "/v1/badges/502.svg?definition=all", 400, "notOneOf", "/definition"),
        Get("a badge of a period that ends before it begins", "/v1/badges/targets/land-late.svg?from=2022-02-01&to=2022-01-01", 400, "endsBeforeItBegins", "/to"),
        Get("a badge in a style", "/v1/badges/502.svg?style=flat", 400, "unknownParameter", "/style"),
        Get("signing secrets of a source with a control character", "/v1/sources/a%01b/signing-secrets", 400, "invalidName", "/source"),
        Get("signing secrets of a source that is too long", "/v1/sources/" + new string('x', 256) + "/signing-secrets", 400, "invalidName", "/source"),
    ];

    private static IEnumerable<Nasty> Methods =>
    [
        Send("PUT of events", "PUT", "/v1/events", 405, "methodNotAllowed"),
        Send("DELETE of events", "DELETE", "/v1/events", 405, "methodNotAllowed"),
        Send("PATCH of a dossier", "PATCH", "/v1/dossiers/D1", 405, "methodNotAllowed"),
        Send("DELETE of a dossier", "DELETE", "/v1/dossiers/D1", 405, "methodNotAllowed"),
        Send("DELETE of a closing", "DELETE", "/v1/closings/1", 405, "methodNotAllowed"),
        Send("PUT of a closing", "PUT", "/v1/closings/1", 405, "methodNotAllowed"),
        Send("DELETE of the audit", "DELETE", "/v1/audit", 405, "methodNotAllowed"),
        Send("POST of the audit", "POST", "/v1/audit", 405, "methodNotAllowed"),
        Send("DELETE of a source", "DELETE", "/v1/sources/%2Fportal%2Ftest/digest", 405, "methodNotAllowed"),
        Send("DELETE of all keys", "DELETE", "/v1/keys", 405, "methodNotAllowed"),
        Send("POST of figures", "POST", "/v1/on-time?by=unit", 405, "methodNotAllowed"),
        Send("OPTIONS of events", "OPTIONS", "/v1/events", 405, "methodNotAllowed"),
        Send("TRACE of units", "TRACE", "/v1/units", 405, "methodNotAllowed"),
        Send("a method that there is not", "BREW", "/v1/units", 405, "methodNotAllowed"),
        Send("a method of 1,000 letters", new string('X', 1_000), "/v1/units", 405, "methodNotAllowed"),
        Send("a method with a bracket", "GE(T", "/v1/units", 400),
        new Nasty(
            "a method in a header", new WireRequest("POST", "/v1/audit", [("X-HTTP-Method-Override", "GET"), ("X-Method-Override", "GET")], []), 405, "methodNotAllowed"),
        Send("a tunnel", "CONNECT", "example.org:443", 400),
    ];

    private static IEnumerable<Nasty> Headers =>
    [
        Headed("100 headers", 431, [.. Enumerable.Range(0, 100).Select(i => ($"X-{i}", "1"))]),
        Headed("a header of 20,000 characters", 431, [("X-Long", new string('x', 20_000))]),
        Headed("headers of 20,000 characters together", 431, [.. Enumerable.Range(0, 20).Select(i => ($"X-{i}", new string('x', 1_000)))]),
        Headed("a header with a null character", 400, [("X-Null", "a\0b")]),
        Headed("a header that is no UTF-8", 400, [("X-Latin", "\u00ff\u00fe")]),
        Headed("a header with a blank in its name", 400, [("X Blank", "1")]),
        Headed("a header without a name", 400, [("", "1")]),
        Headed("two hosts", 400, [("Host", "localhost"), ("Host", "example.org")]),
        Headed("a host that is none", 400, [("Host", "a b")]),
        Keyed("no scheme", TestService.AdminKey),
        Keyed("another scheme", "Basic " + TestService.AdminKey),
        Keyed("a key of nothing", "Bearer "),
        Keyed("a key and more", "Bearer " + TestService.AdminKey + " x"),
        Keyed("a part of the key", "Bearer " + TestService.AdminKey[..^1]),
        Keyed("a key in other case", "Bearer " + TestService.AdminKey.ToUpperInvariant()),
        Keyed("a key of 10,000 characters", "Bearer " + new string('x', 10_000)),
        Keyed("a key by an injection", "Bearer dm_' OR '1'='1.x"),
        Keyed("a key that is a point", "Bearer ."),
        Keyed("a key of many points", "Bearer " + new string('.', 5_000)),
        Keyed("a token that says alg none", "Bearer eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImFkbWluIn0."),
        new Nasty(
            "two keys", new WireRequest("GET", "/v1/units", [("Authorization", "Bearer " + TestService.AdminKey), ("Authorization", "Bearer x")]), 401, "keyInvalid", Unsaid: TestService.AdminKey, Key: NastyKey.None),
        new Nasty(
            "a language that is none", new WireRequest("GET", "/v1/nothing", [("Accept-Language", ",,;q=x;" + new string('-', 3_000))]), 404, "noSuchPath"),
        new Nasty(
            "an address that is another's", new WireRequest("GET", "/v1/units", [("X-Forwarded-For", "127.0.0.1"), ("X-Original-URL", "/health/live"), ("Forwarded", "for=\"_x\"")]), 401, "keyMissing", Key: NastyKey.None),
    ];

    private static Nasty Headed(string name, int status, IReadOnlyList<(string, string)> headers) => new(name, new WireRequest("GET", "/v1/units", headers), status);

    private static Nasty Keyed(string name, string authorization) =>
        new(name, new WireRequest("GET", "/v1/units", [("Authorization", authorization)]), 401, "keyInvalid", Unsaid: TestService.AdminKey, Key: NastyKey.None);

    private static Nasty Forged(string name, string json) =>
        Get("a forged cursor " + name, "/v1/dossiers?cursor=" + Base64Url.EncodeToString(Utf8(json)), 400, "invalidCursor", "/cursor");

    // As the service computes it: the digest keeps honest callers from mixing pages up, and is no secret.
    private static string Digest(string parameters) => Convert.ToHexStringLower(SHA256.HashData(Utf8(parameters)))[..16];
}

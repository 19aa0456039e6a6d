using System.Text;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>
/// Requests that a proxy and the service could understand differently. Behind each stands a whole request that would store an
/// event; it is never executed unless it stands behind a request that ended where all agree, and that is kept alive.
/// </summary>
public sealed class RawSocketTests(RawSocketTests.Service fixture) : IClassFixture<RawSocketTests.Service>
{
    private const string Key = "Authorization: Bearer " + TestService.AdminKey + "\r\n";
    private const string Json = "Content-Type: application/json\r\n";
    private const string Chunked = "Transfer-Encoding: chunked\r\n";
    private const string Closes = "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /// <summary>The request that is to be smuggled.</summary>
    private const string Smuggled = "{SMUGGLED}";

    /// <summary>The event that the outer request brings, as a body.</summary>
    private const string Own = "{OWN}";

    private const string OwnLength = "{OWNLENGTH}";

    /// <summary>What is read in chunks to its end.</summary>
    private const string Whole = "{OWNHEX}\r\n" + Own + "\r\n0\r\n\r\n" + Smuggled;

    private static readonly (string Name, string Bytes, int[] Statuses)[] Refused =
    [
        // Two lengths.
        ("Content-Length before Transfer-Encoding", Post("Content-Length: 5\r\n" + Chunked) + Whole, [400]),
        ("Transfer-Encoding before Content-Length", Post(Chunked + "Content-Length: 5\r\n") + Whole, [400]),
        ("Content-Length around what chunks end before", Post("Content-Length: {SMUGGLEDLENGTH+5}\r\n" + Chunked) + Whole, [400]),
        ("Content-Length with a Transfer-Encoding that is none", Post("Content-Length: 5\r\nTransfer-Encoding: identity\r\n") + Whole, [400]),
        ("Transfer-Encoding with a space before the colon", Post("Transfer-Encoding : chunked\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("Transfer-Encoding with a tab before the colon", Post("Transfer-Encoding\t: chunked\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("Transfer-Encoding folded", Post("Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("Transfer-Encoding behind a folded header", Post("X-A: 1\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("a first header line with a leading space", "POST /v1/events HTTP/1.1\r\n " + Chunked + "Host: x\r\n" + Key + Json + "Content-Length: 5\r\n\r\n" + Whole, [400]),
        ("xchunked", Post("Transfer-Encoding: xchunked\r\n") + Whole, [400]),
        ("chunked in quotes", Post("Transfer-Encoding: \"chunked\"\r\n") + Whole, [400]),
        ("chunked with a parameter", Post("Transfer-Encoding: chunked;a=b\r\n") + Whole, [400]),
        ("chunked, identity", Post("Transfer-Encoding: chunked, identity\r\n") + Whole, [400]),
        ("identity, chunked", Post("Transfer-Encoding: identity, chunked\r\n") + Whole, [400]),
        ("gzip, chunked", Post("Transfer-Encoding: gzip, chunked\r\n") + Whole, [400]),
        ("a comma before chunked", Post("Transfer-Encoding: , chunked\r\n") + Whole, [400]),
        ("chunked twice in one header", Post("Transfer-Encoding: chunked, chunked\r\n") + Whole, [400]),
        ("chunked twice in two headers", Post(Chunked + Chunked) + Whole, [400]),
        ("chunked and another in two headers", Post(Chunked + "Transfer-Encoding: identity\r\n") + Whole, [400]),
        ("an empty Transfer-Encoding", Post("Transfer-Encoding: \r\nContent-Length: 5\r\n") + Whole, [400]),
        ("chunked with a vertical tab", Post("Transfer-Encoding: \vchunked\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("chunked with a NUL", Post("Transfer-Encoding: chunked\0\r\nContent-Length: 5\r\n") + Whole, [400]),
        ("chunked in HTTP/1.0", "POST /v1/events HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n" + Key + Json + Chunked + "\r\n" + Whole, [400]),
        ("chunked on GET with a Content-Length", "GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n" + Chunked + "\r\n" + Whole, [400]),
        ("both lengths where no key is needed", "POST /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n" + Chunked + "\r\n" + Whole, [400]),

        // A length that is none.
        ("two different Content-Lengths", Post("Content-Length: 2\r\nContent-Length: 4\r\n") + "{}" + Smuggled, [400]),
        ("the same Content-Length twice", Post("Content-Length: 2\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length of two numbers", Post("Content-Length: 2, 2\r\n") + "{}" + Smuggled, [400]),
        ("a negative Content-Length", Post("Content-Length: -2\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length in hex", Post("Content-Length: 0x2\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length with a fraction", Post("Content-Length: 2.0\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length with a space inside", Post("Content-Length: 2 2\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length of 2 to the 64 and two", Post("Content-Length: 18446744073709551618\r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length of 2 to the 63", Post("Content-Length: 9223372036854775808\r\n") + "{}" + Smuggled, [400]),
        ("an empty Content-Length", Post("Content-Length: \r\n") + "{}" + Smuggled, [400]),
        ("a Content-Length in full-width digits", Post("Content-Length: ２\r\n") + "{}" + Smuggled, [400]),
        ("a space before the colon of Content-Length", Post("Content-Length : 2\r\n") + "{}" + Smuggled, [400]),

        // Chunks.
        ("a chunk size that is no number", Chunks("xyz\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a negative chunk size", Chunks("-2\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk size with 0x", Chunks("0x2\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk size that overflows", Chunks("100000000\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk size that overflows far", Chunks("FFFFFFFFFFFFFFFF2\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk size that overflows in a stream", Chunks("100000000\r\n{}\r\n0\r\n\r\n").Replace("application/json", "application/x-ndjson", StringComparison.Ordinal), [400]),
        ("a chunk size with a space before it", Chunks(" 2\r\n{}\r\n0\r\n\r\n"), [400]),
        ("an empty chunk size", Chunks("\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk that is longer than it says", Chunks("2\r\n{}}}\r\n0\r\n\r\n"), [400]),
        ("a chunk without its line break", Chunks("2\r\n{}0\r\n\r\n"), [400]),
        ("a chunk size ended by a bare LF", Chunks("2\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk ended by a bare LF", Chunks("2\r\n{}\n0\r\n\r\n"), [400]),
        ("a chunk extension with a bare LF", Chunks("2;a\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk extension with a bare CR", Chunks("2;a\rb\r\n{}\r\n0\r\n\r\n"), [400]),
        ("a chunk extension that is longer than a body may be", Chunks("2;a=" + new string('b', 1_200_000) + "\r\n{}\r\n0\r\n\r\n"), [400, 413]),
        ("the end of the chunks ended by a bare LF", Chunks("2\r\n{}\r\n0\n\n"), [400]),
        ("a trailer without a colon", Chunks("2\r\n{}\r\n0\r\nTrailer\r\n\r\n"), [400]),
        ("a trailer with a space before its colon", Chunks("2\r\n{}\r\n0\r\nA : b\r\n\r\n"), [400]),

        // Lines.
        ("bare LF for every line break", "POST /v1/events HTTP/1.1\nHost: x\n" + Key.Replace("\r", "", StringComparison.Ordinal) + "Content-Type: application/json\nContent-Length: 2\n\n{}" + Smuggled, [400]),
        ("bare LF in one header", Post("X-A: b\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("bare LF at the end of the headers", Post("Content-Length: 2\r\n")[..^2] + "\n{}" + Smuggled, [400]),
        ("bare CR in a header", Post("X-A: b\rContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("bare CR for a line break", Post("X-A: b\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n" + Smuggled, [400]),
        ("two CR before a LF", Post("X-A: b\r\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("NUL in a header's value", Post("X-A: a\0b\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("NUL in a header's name", Post("X\0A: b\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("a header without a colon", Post("nonsense\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("a header without a name", Post(": b\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("a header with a space in its name", Post("X A: b\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),
        ("a space before the colon of another header", Post("X-A : b\r\nContent-Length: 2\r\n") + "{}" + Smuggled, [400]),

        // Host and the request line.
        ("no Host", "GET /health/live HTTP/1.1\r\n\r\n" + Smuggled, [400]),
        ("two Hosts", "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n" + Smuggled, [400]),
        ("a Host with a path", "GET /health/live HTTP/1.1\r\nHost: x/y\r\n\r\n" + Smuggled, [400]),
        ("a Host with a user", "GET /health/live HTTP/1.1\r\nHost: a@b\r\n\r\n" + Smuggled, [400]),
        ("another Host than that of the absolute form", "GET http://a/health/live HTTP/1.1\r\nHost: b\r\n\r\n" + Smuggled, [400]),
        ("the absolute form of no address", "GET http:///health/live HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("HTTP/0.9", "GET /health/live\r\n\r\n" + Smuggled, [400]),
        ("HTTP/9.9", "GET /health/live HTTP/9.9\r\nHost: x\r\n\r\n" + Smuggled, [505]),
        ("HTTP/1.2", "GET /health/live HTTP/1.2\r\nHost: x\r\n\r\n" + Smuggled, [505]),
        ("HTTP in small letters", "GET /health/live http/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400, 505]),
        ("the start of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Smuggled, []),
        ("two spaces in the request line", "GET  /health/live HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a tab in the request line", "GET\t/health/live HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a space in the path", "GET /health/li ve HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a NUL in the path", "GET /health/live\0 HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("an encoded NUL in the path", "GET /health/live%00 HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a bare CR in the request line", "GET /health/live\r HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("control characters in the request line", "GET /health/\u0001\u007f HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("bytes beyond ASCII in the path", "GET /health/é HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a path without its slash", "GET health/live HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("no path", "GET HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("an asterisk for a path", "GET * HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400, 405]),
        ("a method with a bracket", "G[T /health/live HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [400]),
        ("a request line over 8 KiB", "GET /health/live?" + new string('a', 9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n" + Smuggled, [414]),
        ("a header over 16 KiB", "GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: " + new string('a', 17_000) + "\r\n\r\n" + Smuggled, [431]),
        ("headers over 16 KiB together", "GET /health/live HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 18).Select(i => $"X-{i}: {new string('a', 1_000)}\r\n")) + "\r\n" + Smuggled, [431]),
        ("more than 64 headers", "GET /health/live HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 64).Select(i => $"X-{i}: a\r\n")) + "\r\n" + Smuggled, [431]),

        // Refused half-read: what is left of it is no request.
        ("a batch that is too large, announced", Post("Content-Length: 2000000\r\n") + Smuggled, [413]),
        ("a batch that turns out too large", Post(Chunked) + "200000\r\n" + new string(' ', 1_100_000) + Smuggled, [413]),
        ("a body that is announced to be larger, in HTTP/1.0", "POST /v1/events HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n" + Key + Json + "Content-Length: 2000000\r\n\r\n" + Smuggled, [413]),
        ("a wrong query before a body", Post("Content-Length: {SMUGGLEDLENGTH}\r\n").Replace("/v1/events", "/v1/events?x=1", StringComparison.Ordinal) + Smuggled, [400]),
        ("a wrong query before a body, in HTTP/1.0", Post("Connection: keep-alive\r\nContent-Length: {SMUGGLEDLENGTH}\r\n").Replace("/v1/events HTTP/1.1", "/v1/events?x=1 HTTP/1.0", StringComparison.Ordinal) + Smuggled, [400]),
        ("an expected 100 that does not come", Post("Expect: 100-continue\r\nContent-Length: 2000000\r\n") + Smuggled, [413]),
    ];

    /// <summary>Where HTTP says how it is to be read, it is; the statuses are those of the whole connection, the smuggled request's too where it is none.</summary>
    private static readonly (string Name, string Bytes, int[] Statuses, bool OwnStored, bool OtherStored)[] Read =
    [
        // The one control that shows that the others would be seen: nothing is wrong with it.
        ("two requests one behind the other", Post("Content-Length: " + OwnLength + "\r\n") + Own + Smuggled + Closes, [200, 200, 200], true, true),
        ("the same in chunks", Post(Chunked) + "{OWNHEX}\r\n" + Own + "\r\n0\r\n\r\n" + Smuggled + Closes, [200, 200, 200], true, true),
        ("chunked in capital letters", Post("TRANSFER-ENCODING: CHUNKED\r\n") + "{OWNHEX}\r\n" + Own + "\r\n0\r\n\r\n" + Closes, [200, 200], true, false),
        ("white space around chunked", Post("Transfer-Encoding: \t chunked\t \r\n") + "{OWNHEX}\r\n" + Own + "\r\n0\r\n\r\n" + Closes, [200, 200], true, false),
        ("a chunk extension", Post(Chunked) + "{OWNHEX};a=\"b\"\r\n" + Own + "\r\n0\r\n\r\n" + Closes, [200, 200], true, false),
        ("zeros before a chunk size", Post(Chunked) + "0000{OWNHEX}\r\n" + Own + "\r\n0\r\n\r\n" + Closes, [200, 200], true, false),
        ("zeros before a Content-Length", Post("Content-Length: 000" + OwnLength + "\r\n") + Own + Closes, [200, 200], true, false),
        ("trailers that are names of headers mean nothing", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Json + Chunked + "\r\n{OWNHEX}\r\n" + Own + "\r\n0\r\n" + Key + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nHost: y\r\n\r\n" + Closes, [401, 200], false, false),
        ("trailers behind what is taken", Post(Chunked) + "{OWNHEX}\r\n" + Own + "\r\n0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5000\r\n\r\n" + Closes, [200, 200], true, false),
        ("a smuggled request as the body of a GET", "GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled + Closes, [200, 200], false, false),
        ("a smuggled request as the body of a GET in chunks", "GET /health/live HTTP/1.1\r\nHost: x\r\n" + Chunked + "\r\n{SMUGGLEDHEX}\r\n" + Smuggled + "\r\n0\r\n\r\n" + Closes, [200, 200], false, false),
        ("a smuggled request as the body of one without a key", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Json + "Content-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled + Closes, [401, 200], false, false),
        ("a smuggled request as the body of one to nowhere", "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled + Closes, [404, 200], false, false),
        ("a smuggled request as the body of a wrong method", "PUT /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + "Content-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled + Closes, [405, 200], false, false),
        ("a smuggled request as the body of HEAD", "HEAD /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled, [405], false, false),
        ("a request behind one without a key", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Json + "Content-Length: " + OwnLength + "\r\n\r\n" + Own + Smuggled + Closes, [401, 200, 200], false, true),
        ("a request behind one that closes", Post("Connection: close\r\nContent-Length: " + OwnLength + "\r\n") + Own + Smuggled, [200], true, false),
        ("a request behind one of HTTP/1.0", "GET /health/live HTTP/1.0\r\n\r\n" + Smuggled, [200], false, false),
        ("an expected 100", Post("Expect: 100-continue\r\nContent-Length: " + OwnLength + "\r\n") + Own + Closes, [200, 200], true, false),
        ("an expected 100 for one without a key", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Json + "Expect: 100-continue\r\nContent-Length: {SMUGGLEDLENGTH}\r\n\r\n" + Smuggled + Closes, [401, 200], false, false),
        ("something else expected", Post("Expect: 200-ok\r\nContent-Length: " + OwnLength + "\r\n") + Own + Closes, [200, 200], true, false),
        ("an upgrade to HTTP/2", "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n" + Closes, [200, 200], false, false),
        ("an upgrade to a web socket", "GET /v1/dossiers HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" + Closes, [401, 200], false, false),
        ("no length for a body", Post("") + Smuggled, [400], false, false),
        ("CONNECT, which is not done", "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n" + Key + "\r\n" + Closes, [405, 200], false, false),
        ("TRACE", "TRACE /v1/dossiers HTTP/1.1\r\nHost: x\r\n" + Key + "\r\n" + Closes, [405, 200], false, false),
        ("another method by a header", "GET /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + "X-HTTP-Method-Override: POST\r\nX-HTTP-Method: POST\r\nX-Method-Override: POST\r\nContent-Length: " + OwnLength + "\r\n\r\n" + Own + Closes, [405, 200], false, false),
        ("a key behind Connection", "GET /v1/dossiers HTTP/1.1\r\nHost: x\r\nConnection: Authorization\r\n" + Key + "\r\n" + Closes, [200, 200], false, false),

        // These HTTP does not have, but the server's parser takes them, and there is one way to do so.
        ("a Content-Length with a plus", Post("Content-Length: +" + OwnLength + "\r\n") + Own + Closes, [200, 200], true, false),
        ("a chunk extension of a NUL", Post(Chunked) + "{OWNHEX};\0\r\n" + Own + "\r\n0\r\n\r\n" + Closes, [200, 200], true, false),
        ("a header with brackets in its name", Post("X[A]: b\r\nContent-Length: " + OwnLength + "\r\n") + Own + Closes, [200, 200], true, false),

        ("two keys", "GET /v1/dossiers HTTP/1.1\r\nHost: x\r\n" + Key + Key + "\r\n" + Closes, [401, 200], false, false),
        ("two keys in one header", "GET /v1/dossiers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a, Bearer " + TestService.AdminKey + "\r\n\r\n" + Closes, [401, 200], false, false),
    ];

    /// <summary>Without a key; none of them is another name of what needs one.</summary>
    private static readonly string[] Paths =
    [
        "/v1/dossiers", "/V1/dossiers", "/v1/DOSSIERS", "/v1/dossiers/", "//v1/dossiers", "/v1//dossiers", "///v1///dossiers", "/v1/./dossiers", "/./v1/dossiers",
        "/v1/x/../dossiers", "/health/../v1/dossiers", "/health/live/../../v1/dossiers", "/docs/../v1/dossiers", "/../v1/dossiers", "/../../v1/dossiers",
        "/%76%31/dossiers", "/%76%31/%64ossiers", "/v1%2fdossiers", "/v1%2Fdossiers", "/%2fv1/dossiers", "/%2Fv1%2Fdossiers", "/v1/dossiers%2f", "/v1/%2e/dossiers",
        "/%2e%2e/v1/dossiers", "/health/%2e%2e/v1/dossiers", "/health/..%2fv1/dossiers", "/health%2f..%2fv1%2fdossiers", "/health/.%2e/v1/dossiers", "/docs/%2e%2e%2fv1/dossiers",
        "/%252e%252e/v1/dossiers", "/%2576%2531/dossiers", "/v1/dossiers;x=1", "/v1;x=1/dossiers", "/;x=1/v1/dossiers", "/v1/dossiers%3bx=1", "/v1/dossiers.", "/v1/dossiers..",
        "/v1./dossiers", "/v1/dossiers%20", "/v1/dossiers%09", "/v1/dossiers.json", "/v1/dossiers%3f", "/v1/dossiers%23", "/v1/dossiers#x", "/v1/dossiers?x#y", "/v1\\dossiers",
        "\\v1\\dossiers", "/\\v1/dossiers", "/v1/dossiers\\", "/%5cv1%5cdossiers", "/v1/dossiers/KNOWN", "/v1/dossiers/KNOWN/", "/v1//dossiers//KNOWN", "/v1/dossiers/./KNOWN",
        "/v1/dossiers/x/../KNOWN", "/v1/dossiers%2fKNOWN", "/health/live/..;/../v1/dossiers", "/v1/dossiers?key=" + TestService.AdminKey,
        "/v1/dossiers?access_token=" + TestService.AdminKey, "http://x/v1/dossiers", "http://x//v1/dossiers", "http://x/health/../v1/dossiers", "https://x/v1/dossiers",
        "http://user:" + TestService.AdminKey + "@x/v1/dossiers", "/metrics", "/METRICS", "/metrics/", "//metrics", "/%6detrics", "/metrics;x", "/./metrics", "/v1", "/v1/", "/v1/keys",
        "/v1/keys/", "/v1/../v1/keys", "/v1/%6beys", "/v1/audit%00", "/_test_url_cache_", "/_TEST_URL_CACHE_/",
    ];

    public static TheoryData<string> RefusedNames => [.. Refused.Select(one => one.Name)];

    public static TheoryData<string> ReadNames => [.. Read.Select(one => one.Name)];

    public static TheoryData<string> PathNames => [.. Paths];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task Broken_framing_is_refused_and_nothing_behind_it_is_executed(string name)
    {
        var (_, bytes, statuses) = Refused.Single(one => one.Name == name);
        var answers = await SendAsync(name, bytes + Closes);

        // The answer may be lost where the service closes before all was sent.
        answers.Statuses.Count.ShouldBeLessThanOrEqualTo(1, answers.Text);
        answers.Statuses.ShouldAllBe(status => statuses.Contains(status), answers.Text);

        // Refused for how it is framed, not for what a wrong reading of it brought.
        answers.Text.ShouldNotContain("notJson");
        answers.Text.ShouldNotContain("emptyBody");
        (await IsStoredAsync("other", name)).ShouldBeFalse();
        (await IsStoredAsync("own", name)).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(ReadNames))]
    public async Task What_has_one_meaning_is_read_by_it(string name)
    {
        var (_, bytes, statuses, ownStored, otherStored) = Read.Single(one => one.Name == name);
        var answers = await SendAsync(name, bytes);
        answers.Statuses.ShouldBe(statuses, answers.Text);
        (await IsStoredAsync("own", name)).ShouldBe(ownStored);
        (await IsStoredAsync("other", name)).ShouldBe(otherStored);
    }

    [Theory]
    [MemberData(nameof(PathNames))]
    public async Task No_spelling_of_a_path_goes_round_the_key(string path)
    {
        var service = fixture.Running;
        await service.PostAsync(EventText.Received("known", "KNOWN", "2022-11-03T08:15:00+07:00", "502", "2022-11-17").ToJsonString());
        var answers = await RawConnection.SendAsync(
            service.Http.BaseAddress!, Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        answers.Statuses.Count.ShouldBeLessThanOrEqualTo(1, answers.Text);
        answers.Statuses.ShouldAllBe(status => status == 400 || status == 401 || status == 404, answers.Text);
        answers.Text.ShouldNotContain("KNOWN");
    }

    [Theory]
    [InlineData("X-Original-URL")]
    [InlineData("X-Rewrite-URL")]
    [InlineData("X-Forwarded-Path")]
    [InlineData("X-Forwarded-Prefix")]
    [InlineData("X-Original-Uri")]
    public async Task No_header_names_another_path(string header)
    {
        var answers = await RawConnection.SendAsync(
            fixture.Running.Http.BaseAddress!,
            Encoding.Latin1.GetBytes($"GET /v1/keys HTTP/1.1\r\nHost: x\r\n{header}: /health/live\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n{header}: /v1/keys\r\nConnection: close\r\n\r\n"));
        answers.Statuses.ShouldBe([401, 200], answers.Text);
    }

    /// <summary>What has begun is not finished: the client leaves in the midst of it.</summary>
    [Theory]
    [InlineData("headers that do not end", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + "Content-Length: " + OwnLength + "\r\n")]
    [InlineData("a body that is shorter than it says", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + "Content-Length: 1000\r\n\r\n" + Own)]
    [InlineData("no last chunk", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + Chunked + "\r\n{OWNHEX}\r\n" + Own + "\r\n")]
    [InlineData("a chunk cut off", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + Chunked + "\r\nFFF\r\n" + Own)]
    [InlineData("no end of the trailers", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + Chunked + "\r\n{OWNHEX}\r\n" + Own + "\r\n0\r\nX-A: b\r\n")]
    [InlineData("a stream without its last chunk", "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + "Content-Type: application/x-ndjson\r\n" + Chunked + "\r\n{OWNHEX}\r\n" + Own + "\r\n")]
    public async Task A_request_that_breaks_off_is_not_executed(string name, string bytes)
    {
        var answers = await SendAsync(name, bytes, leave: true);
        answers.Statuses.ShouldAllBe(status => status == 400, answers.Text);
        (await IsStoredAsync("own", name)).ShouldBeFalse();
    }

    /// <summary>The sender of a stream is told what of it is stored, also where the server has no word of its own for what is broken.</summary>
    [Fact]
    public async Task A_stream_whose_chunk_overflows_says_what_is_committed()
    {
        var answers = await SendAsync("overflow", Post(Chunked).Replace("application/json", "application/x-ndjson", StringComparison.Ordinal) + "{OWNHEX}\r\n" + Own + "\r\n100000000\r\n");
        answers.Statuses.ShouldBe([400]);
        answers.Text.ShouldContain("(0 events before it are committed");
        (await IsStoredAsync("own", "overflow")).ShouldBeFalse();
    }

    private static string Post(string headers) => "POST /v1/events HTTP/1.1\r\nHost: x\r\n" + Key + Json + headers + "\r\n";

    private static string Chunks(string chunks) => Post(Chunked) + chunks + Smuggled;

    private Task<RawAnswers> SendAsync(string name, string bytes, bool leave = false)
    {
        var own = Event("own", name);
        var other = Event("other", name);
        var smuggled = $"POST /v1/events HTTP/1.1\r\nHost: x\r\n{Key}{Json}Content-Length: {other.Length}\r\n\r\n{other}";
        var whole = bytes.Replace(Smuggled, smuggled, StringComparison.Ordinal)
            .Replace("{SMUGGLEDLENGTH}", $"{smuggled.Length}", StringComparison.Ordinal)
            .Replace("{SMUGGLEDLENGTH+5}", $"{smuggled.Length + 5}", StringComparison.Ordinal)
            .Replace("{SMUGGLEDHEX}", $"{smuggled.Length:x}", StringComparison.Ordinal)
            .Replace("{OWNLENGTH}", $"{own.Length}", StringComparison.Ordinal)
            .Replace("{OWNHEX}", $"{own.Length:x}", StringComparison.Ordinal)
            .Replace(Own, own, StringComparison.Ordinal);
        return RawConnection.SendAsync(fixture.Running.Http.BaseAddress!, Encoding.UTF8.GetBytes(whole), leave);
    }

    private async Task<bool> IsStoredAsync(string which, string name)
    {
        using var response = await fixture.Running.Http.GetAsync(new Uri("/v1/dossiers/" + Code(which, name), UriKind.Relative));
        ((int)response.StatusCode).ShouldBeOneOf(200, 404);
        return (int)response.StatusCode == 200;
    }

    // Whoever reads the body of the other as JSON of the first request would see it refused, which stores nothing either way.
    private static string Event(string which, string name) =>
        EventText.Received(Code(which, name), Code(which, name), "2022-11-03T08:15:00+07:00", "502", "2022-11-17").ToJsonString();

    private static string Code(string which, string name) => $"{which}-{Convert.ToHexString(Encoding.UTF8.GetBytes(name))}"[..Math.Min(100, which.Length + 1 + (name.Length * 2))];

    /// <summary>One for all cases, which each have an event of their own.</summary>
    public sealed class Service : IAsyncLifetime
    {
        public TestService Running { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Running = await TestService.StartAsync();

        public ValueTask DisposeAsync() => Running.DisposeAsync();
    }
}

/// <summary>Wrong keys are counted by the address of the connection.</summary>
public sealed class ForwardedAddressTests
{
    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Real-IP")]
    [InlineData("Forwarded")]
    [InlineData("X-Client-IP")]
    [InlineData("True-Client-IP")]
    public async Task A_header_that_names_another_address_does_not_start_a_new_count(string header)
    {
        await using var service = await TestService.StartAsync(settings => settings with { FailedKeysPerMinute = 10 });
        var requests = string.Concat(Enumerable.Range(1, 25).Select(i =>
            $"GET /v1/dossiers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n{header}: {(header == "Forwarded" ? "for=" : "")}10.0.0.{i}\r\n\r\n"));
        var answers = await RawConnection.SendAsync(
            service.Http.BaseAddress!, Encoding.Latin1.GetBytes(requests + "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        answers.Statuses.Count.ShouldBe(26);

        // At most two minutes begin while they come.
        answers.Statuses.Count(status => status == 401).ShouldBeInRange(10, 20);
        answers.Statuses.Count(status => status == 429).ShouldBeInRange(5, 15);
    }
}

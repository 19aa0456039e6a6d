using System.Text;
using static DossierMonitor.Api.Tests.Security.Nasty;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Bodies of events that cannot be read as a whole: how they are typed, encoded, packed and framed.</summary>
public static class NastyBodies
{
    private const string Lines = "application/x-ndjson";

    // As many as a stream needs to go out of one buffer, and wrong each.
    private static readonly byte[] WrongLines = Utf8(string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{{\"x\":{i}}}\n")));

    public static IEnumerable<Nasty> All => [.. NoJson, .. Types, .. Encodings, .. Bombs, .. TooLarge, .. Framing];

    private static IEnumerable<Nasty> NoJson =>
    [
        Body("an empty body", [], 400, "emptyBody"),
        Body("blanks", Utf8("  \r\n\t "), 400, "notJson"),
        Body("a byte order mark and nothing", Utf8("\uFEFF"), 400, "notJson"),
        Body("two byte order marks before an event", Utf8("\uFEFF\uFEFF" + Good), 400, "notJson"),
        Body("a byte order mark behind", Utf8(Good + "\uFEFF"), 400, "notJson"),
        Body("UTF-16 with its mark", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)], 400, "notJson"),
        Body("UTF-16 without", Encoding.BigEndianUnicode.GetBytes(Good), 400, "notJson"),
        Body("UTF-32", Encoding.UTF32.GetBytes(Good), 400, "notJson"),
        Body("an event that is cut off", Utf8(Good[..^1]), 400, "notJson"),
        Body("an event and more", Utf8(Good + "}"), 400, "notJson"),
        Body("two events", Utf8(Good + "\n" + Good), 400, "notJson"),
        Body("an array that is cut off", Utf8("[" + Good), 400, "notJson"),
        Body("an array that is cut off behind a comma", Utf8("[" + Good + ","), 400, "notJson"),
        Body("a comma too many", Utf8("[" + Good + ",]"), 400, "notJson"),
        Body("a comma too many in an event", Utf8(Good[..^1] + ",}"), 400, "notJson"),
        Body("a comment", Utf8("/* */" + Good), 400, "notJson"),
        Body("single quotes", Utf8(Good.Replace('"', '\'')), 400, "notJson"),
        Body("NaN", Utf8("[NaN]"), 400, "notJson"),
        Body("Infinity", Utf8("[-Infinity]"), 400, "notJson"),
        Body("a number that begins with zeros", Utf8("[007]"), 400, "notJson"),
        Body("a hexadecimal number", Utf8("[0x10]"), 400, "notJson"),
        Body("a null character", [0], 400, "notJson"),
        Body("a null character in a text, as it is", Utf8(With("nasty", "a\0b")), 400, "notJson"),
        Body("a line break in a text, as it is", Utf8(With("nasty", "a\nb")), 400, "notJson"),
        Body("an escape that there is not", Utf8(With("nasty", "\\x41")), 400, "notJson"),
        Body("half an escape", Utf8(With("nasty", "\\u00")), 400, "notJson"),
        Body("10,000 arrays", Utf8(new string('[', 10_000) + new string(']', 10_000)), 400, "notJson"),
        Body("10,000 arrays without an end", Utf8(new string('[', 10_000)), 400, "notJson"),
        Body("10,000 objects", Utf8(string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)), 400, "notJson"),
        Body("17 levels of an unknown member", Utf8(With("\"id\"", "\"x\":" + new string('[', 17) + new string(']', 17) + ",\"id\"")), 400, "notJson"),
        Body("a form", Utf8("id=nasty&source=%2Fportal%2Ftest"), 400, "notJson"),
        Body("XML with an entity", Utf8("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"), 400, "notJson"),
        Body("a batch that is one event", Utf8(Good), 400, "wrongType", "application/cloudevents-batch+json"),
        Body("one event that is a batch", Utf8("[" + Good + "]"), 422, "notObject", "application/cloudevents+json"),
    ];

    private static IEnumerable<Nasty> Types =>
    [
        Body("no type", Utf8(Good), 415, "wrongMediaType", null),
        .. new[]
        {
            "", "text/plain", "text/json", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/octet-stream", "*/*", "application/*",
            "application/json; charset=utf-16", "application/json; charset=\"iso-8859-1\"", "application/json; charset=utf-7", "application/json; charset=", "application/jsonp",
            "application/cloudevents", "application/cloudevents+xml", "application/json, text/plain", "json", ";", "application/json/json", "application/" + new string('x', 4_000),
        }.Select(type => Body($"the type {(type.Length > 60 ? "that is too long" : type)}", Utf8(Good), 415, "wrongMediaType", type)),
    ];

    private static IEnumerable<Nasty> Encodings =>
    [
        .. new[] { "br", "deflate", "zstd", "compress", "x-gzip", "gzip, gzip", "gzip,identity", "identity, gzip", "gzip;q=1", "*", "base64", "\"gzip\"", "gzip\tgzip", new string('g', 2_000) }
            .Select(encoding => Body($"the encoding {(encoding.Length > 60 ? "that is too long" : encoding)}", Zip(Utf8(Good)), 415, "wrongEncoding", encoding: encoding)),
        Body("gzip twice, said once", Zip(Zip(Utf8(Good))), 400, "notJson", encoding: "gzip"),
        Body("gzip that nobody speaks of", Zip(Utf8(Good)), 400, "notJson"),
        Body("gzip that is none", Utf8(Good), 400, "corruptGzip", encoding: "gzip"),
        Body("gzip of nothing", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], 400, "emptyBody", encoding: "gzip"),
        Body("an empty body that is said to be gzip", [], 400, "corruptGzip", encoding: "gzip"),
        Body("gzip without its last byte", Zip(Utf8(Good))[..^1], 400, "corruptGzip", encoding: "gzip"),
        Body("gzip without its last eight bytes", Zip(Utf8(Good))[..^8], 400, "corruptGzip", encoding: "gzip"),
        Body("half of a gzip", Zip(Utf8(Good))[..60], 400, "corruptGzip", encoding: "gzip"),
        Body("the first bytes of a gzip", [0x1F, 0x8B], 400, "corruptGzip", encoding: "gzip"),
        Body("gzip and a byte more", [.. Zip(Utf8(Good)), 0], 400, "corruptGzip", encoding: "gzip"),
        Body("gzip and more gzip", [.. Zip(Utf8(Good)), .. Zip(Utf8(Good))], 400, "notJson", encoding: "gzip"),
        Body("gzip with another checksum", Changed(Zip(Utf8(Good)), ^5), 400, "corruptGzip", encoding: "gzip"),
        Body("gzip of another length", Changed(Zip(Utf8(Good)), ^1), 400, "corruptGzip", encoding: "gzip"),
        Body("zlib that is said to be gzip", [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01], 400, "corruptGzip", encoding: "gzip"),
        Body("a stream that is cut off in gzip", Zip(WrongLines)[..^20], 400, "corruptGzip", Lines, "gzip"),
        Body("a stream of gzip with another checksum", Changed(Zip(WrongLines), ^5), 400, "corruptGzip", Lines, "gzip"),
        Body("a stream that is no gzip", WrongLines, 400, "corruptGzip", Lines, "gzip"),
        new Nasty(
            "two encodings in two headers",
            new WireRequest("POST", "/v1/events", [("Content-Type", "application/json"), ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")], Zip(Zip(Utf8(Good)))), 415, "wrongEncoding"),
    ];

    private static IEnumerable<Nasty> Bombs =>
    [
        Body("a gzip bomb", Zip(new byte[50_000_000]), 413, encoding: "gzip", reason: "bodyTooLarge"),
        Body("a gzip bomb of blanks before an event", Zip([.. Enumerable.Repeat((byte)' ', 5_000_000), .. Utf8(Good)]), 413, encoding: "gzip", reason: "bombGzip"),
        Body("a gzip bomb of gzip members", [.. Enumerable.Repeat(Zip(new byte[1_000_000]), 20).SelectMany(zip => zip)], 413, encoding: "gzip", reason: "bodyTooLarge"),
        Body("a bomb of blank lines", Zip([.. Enumerable.Repeat((byte)'\n', 50_000_000)]), 413, "bombGzip", Lines, "gzip"),
        Body("a bomb of blanks", Zip([.. Enumerable.Repeat((byte)' ', 50_000_000)]), 413, "bombGzip", Lines, "gzip"),
        Body("a bomb of one line", Zip([.. Enumerable.Repeat((byte)'x', 50_000_000)]), 413, "bombGzip", Lines, "gzip"),
        Body("a bomb of null", Zip(Utf8(string.Concat(Enumerable.Repeat("null\n", 2_000_000)))), 413, "bombGzip", Lines, "gzip"),
    ];

    private static IEnumerable<Nasty> TooLarge =>
    [
        Body("1 MiB and a byte", Utf8("[" + new string(' ', (1024 * 1024) - 1) + "]"), 413, "bodyTooLarge"),
        Body("2 MiB of nothing", new byte[2 * 1024 * 1024], 413, "bodyTooLarge"),
        Body("1 MiB and a byte in gzip", Zip(Utf8("[\"" + string.Concat(Enumerable.Range(0, 150_000).Select(i => $"{i:x7}")) + "\"]")), 413, "bodyTooLarge", encoding: "gzip"),
        Body("1,001 events", Utf8("[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]"), 413, "tooManyEvents"),
        Body("300,000 events", Utf8("[" + string.Join(',', Enumerable.Repeat("1", 300_000)) + "]"), 413, "tooManyEvents", "application/cloudevents-batch+json"),
    ];

    private static IEnumerable<Nasty> Framing =>
    [
        Chunked("a chunked body of 2 MiB", [.. Utf8("200000\r\n"), .. new byte[0x200000], .. Utf8("\r\n0\r\n\r\n")], 413, "bodyTooLarge"),
        Chunked("a chunked body with a wrong length", Utf8("zz\r\n{}\r\n0\r\n\r\n"), 400, "brokenBody"),
        Chunked("a chunk that is longer than it says", Utf8("1\r\n{}\r\n0\r\n\r\n"), 400, "brokenBody"),
        Chunked("an empty chunked body", Utf8("0\r\n\r\n"), 400, "emptyBody"),
        Framed("a length that is no number", "x"),
        Framed("a length below zero", "-1"),
        Framed("a length out of range", "99999999999999999999"),
        Framed("two lengths", "2, 3"),
    ];

    private static Nasty Chunked(string name, byte[] body, int status, string reason) =>
        new(name, new WireRequest("POST", "/v1/events", [("Content-Type", "application/json"), ("Transfer-Encoding", "chunked")], body), status, reason);

    private static Nasty Framed(string name, string length) =>
        new(name, new WireRequest("POST", "/v1/events", [("Content-Type", "application/json"), ("Content-Length", length)], Utf8("{}")), 400);

    private static byte[] Changed(byte[] bytes, Index at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}

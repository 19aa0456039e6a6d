using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Makes one thing of a request wrong, as senders do by mistake and by intent.</summary>
public static class RequestDamage
{
    private static readonly string[] Strange =
    [
        "", " ", "\0", "\r\n", "\t", "'", "\"", "\\", "%", "' OR '1'='1", "1; DROP TABLE event_log;--", "' UNION SELECT secret FROM signing_secret--", "../../../etc/passwd", "..\\..\\x",
        "<script>alert(1)</script>", "${jndi:ldap://x/y}", "{{7*7}}", "$(id)", "null", "undefined", "NaN", "-0", "-1", "0", "1e309", "2147483648", "9223372036854775808", "0x7f", "1.5", "true", "[]", "{}",
        "2022-02-30", "9999-12-31", "0001-01-01", "2022-12-15T17:00:00", "9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00+14:00", "２０２２-01-01", "\u202Eabc", "\uFEFF", "\uFFFF", "😀", "ﷺ", "Ω≈ç√∫", "a\u0300",
        new('x', 65), new('x', 256), new('đ', 300), new('9', 400), new('.', 1_000),
    ];

    private static readonly string[] StrangeJson =
    [
        "null", "true", "false", "0", "-1", "1e400", "-1e-400", "1.5", "9223372036854775808", "123456789012345678901234567890", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"a\\r\\nb\"", "[]", "{}",
        "[null]", "[[]]", "{\"a\":1}", "{\"\":{}}", "\"0905123456\"", "\"an@example.vn\"", "\"2022-02-30\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01T00:00:00+23:59\"", "NaN", "'x'", "00", "+1", "\"\\x\"", "\"unended", "\u0000",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}}}}}}}",
    ];

    private static readonly string[] BrokenEscapes = ["%", "%%", "%F", "%ZZ", "%FF", "%C0%AF", "%ED%A0%80", "%00", "%0d%0a", "%u0041", "%2", "+", "%252e", "\\", "\u00e9", "\"", "<", "{", "|", "^"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "QUERY", "post", "G", "X-1"];

    private static readonly string[] Types =
    [
        "", "text/plain", "application/json; charset=utf-16", "application/json;charset=\"utf-8", "application/xml", "application/x-ndjson", "application/json", "application/cloudevents+json", "application/cloudevents-batch+json",
        "multipart/form-data; boundary=a", "*/*", ";;;", "a/b/c", "application/json\u00e9",
    ];

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Accept", "text/csv;q=x"), ("Accept", ",,,;"), ("Accept", "text/csv"), ("Accept-Language", "vi"), ("Accept-Language", "vi;q=2,en;q=-1,*;q="), ("Accept-Encoding", "gzip"), ("Accept-Encoding", "br;q=1, *;q=0"),
        ("Accept-Encoding", "identity;q=0"), ("If-None-Match", "*"), ("If-None-Match", "\"unended"), ("If-None-Match", "W/\"x\", ,"), ("If-Modified-Since", "yesterday"), ("Range", "bytes=9-1"), ("Host", "a b"), ("Host", "x:99999"),
        ("Cookie", "a=b; ;=;"), ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "javascript"), ("X-HTTP-Method-Override", "DELETE"), ("Content-Length", "x"), ("Content-Length", "-1"), ("Content-Length", "1, 2"),
        ("Transfer-Encoding", "gzip"), ("Upgrade", "websocket"), ("Connection", "close"), ("Connection", "keep-alive, Authorization"), ("traceparent", "00-zz-zz-zz"), ("traceparent", new string('0', 3_000)), ("webhook-id", "1"),
        ("webhook-timestamp", "99999999999999999999"), ("webhook-signature", "v1,x v1, ,"), ("X-Null", "a\0b"), ("X Blank", "1"), ("X-Latin", "\u00ff"), ("X-Long", new string('x', 17_000)),
    ];

    public static void One(Draft draft, Random random)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(random);
        if (draft.Body is not null && random.Next(100) < 65)
        {
            DamageBody(draft, random);
            return;
        }

        switch (random.Next(10))
        {
            case < 6 when !draft.KeepsQuery:
                DamageQuery(draft, random);
                break;
            case < 8:
                DamagePath(draft, random);
                break;
            default:
                DamageHeaders(draft, random);
                break;
        }
    }

    private static void DamageQuery(Draft draft, Random random)
    {
        var query = draft.Query;
        var at = query.Count == 0 ? -1 : random.Next(query.Count);
        switch (random.Next(9))
        {
            case 0 when at >= 0:
                query.Add(query[at]);
                break;
            case 1 when at >= 0:
                query[at] = char.ToUpperInvariant(query[at][0]) + query[at][1..];
                break;
            case 2 when at >= 0:
                query[at] = query[at].Insert(random.Next(query[at].IndexOf('=', StringComparison.Ordinal)), "x");
                break;
            case 3 when at >= 0:
                query.RemoveAt(at);
                break;
            case 4 when at >= 0:
                query[at] = Name(query[at]) + "=" + Pick(random, BrokenEscapes) + query[at][(Name(query[at]).Length + 1)..];
                break;
            case 5:
                query.Add(Uri.EscapeDataString(Pick(random, Strange)) + "=" + Uri.EscapeDataString(Pick(random, Strange)));
                break;
            case 6:
                query.Add("cursor=" + Cursor(random));
                break;
            default:
                if (at >= 0)
                {
                    query[at] = Name(query[at]) + "=" + Uri.EscapeDataString(random.Next(4) == 0 ? Noise(random) : Pick(random, Strange));
                }
                else
                {
                    query.Add("limit=" + Uri.EscapeDataString(Pick(random, Strange)));
                }

                break;
        }
    }

    /// <summary>Of a list without parameters, with numbers that no list has: whoever reads the code can make one.</summary>
    public static string Cursor(Random random)
    {
        long[] numbers = [0, 1, -1, -99_999_999_999_999, 99_999_999_999_999, 1_671_098_400_000, long.MaxValue, long.MinValue, 253_402_300_799_999, -62_135_596_800_000, int.MaxValue, int.MinValue];
        var json = string.Create(CultureInfo.InvariantCulture,
            $$"""{"a":{{(random.Next(2) == 0 ? 1_671_098_400_000 : Pick(random, numbers))}},"s":{{Pick(random, numbers)}},"k":"{{Pick(random, numbers)}}","c":"D{{random.Next(9)}}","y":{{random.Next(-2, 3)}},"n":{{random.Next(-2, 3)}},"f":"e3b0c44298fc1c14"}""");
        return random.Next(4) == 0 ? Uri.EscapeDataString(Pick(random, Strange)) : Base64Url.EncodeToString(Nasty.Utf8(json));
    }

    private static void DamagePath(Draft draft, Random random)
    {
        var parts = draft.Path.Split('/');
        var at = random.Next(1, parts.Length);
        switch (random.Next(7))
        {
            case 0:
                draft.Method = Pick(random, Methods);
                break;
            case 1:
                parts[at] = Uri.EscapeDataString(Pick(random, Strange));
                break;
            case 2:
                parts[at] = Pick(random, BrokenEscapes);
                break;
            case 3:
                parts[at] += Pick(random, BrokenEscapes);
                break;
            case 4:
                parts[at] += "/" + Pick(random, ["", ".", "..", "%2e%2e", "x", "1"]);
                break;
            case 5:
                parts[at] = parts[at].ToUpperInvariant();
                break;
            default:
                parts[^1] = Uri.EscapeDataString(Noise(random));
                break;
        }

        draft.Path = string.Join('/', parts);
    }

    private static void DamageHeaders(Draft draft, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                draft.Key = random.Next(4) switch { 0 => null, 1 => draft.Key + "x", 2 => Pick(random, Strange).Replace("\r\n", "", StringComparison.Ordinal), _ => "dm_abcdefghij." + Noise(random).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) };
                draft.Key = draft.Key is null ? null : string.Concat(draft.Key.Where(c => c < 256));
                break;
            case 1:
                draft.Headers.RemoveAll(header => header.Name == "Content-Type");
                draft.Headers.Add(("Content-Type", Pick(random, Types)));
                break;
            case 2 when draft.Headers.Count > 0:
                draft.Headers.Add(Pick(random, draft.Headers));
                break;
            default:
                draft.Headers.Add(Pick(random, Headers));
                break;
        }
    }

    private static void DamageBody(Draft draft, Random random)
    {
        var body = draft.Body!;
        draft.Body = random.Next(20) switch
        {
            0 => body[..random.Next(body.Length + 1)],
            1 => [.. body, .. body],
            2 => Flipped(body, random),
            3 => Inserted(body, random.Next(body.Length + 1), [(byte)random.Next(256)]),
            4 => Inserted(body, random.Next(body.Length + 1), Nasty.Utf8(Pick(random, Strange))),
            5 => [.. Pick<byte[]>(random, [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], [0]]), .. body],
            6 => Pick(random, [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32]).GetBytes(Encoding.UTF8.GetString(body)),
            7 => Packed(draft, body, random),
            8 => random.Next(60) == 0 ? [.. body, .. Enumerable.Repeat((byte)' ', 1_100_000)] : Nasty.Utf8("[" + Encoding.UTF8.GetString(body) + "]"),
            _ => Json(body, random),
        };
    }

    private static byte[] Packed(Draft draft, byte[] body, Random random)
    {
        draft.Headers.Add(("Content-Encoding", random.Next(4) == 0 ? Pick(random, ["br", "deflate", "gzip, gzip", "", "GZIP", "x"]) : "gzip"));
        var zip = Nasty.Zip(body);
        return random.Next(5) switch
        {
            0 => zip,
            1 => zip[..random.Next(zip.Length)],
            2 => Flipped(zip, random),
            3 => [.. zip, .. Nasty.Utf8(Noise(random))],
            _ => Nasty.Zip([.. body, .. new byte[random.Next(3_000_000)]]),
        };
    }

    // Members and values are found in the bytes, so that a body can get what no serializer writes: names twice, what is no value.
    private static byte[] Json(byte[] body, Random random)
    {
        var (members, values) = Places(body);
        if (members.Count > 0 && random.Next(2) == 0)
        {
            var (start, value, end) = Pick(random, members);
            return random.Next(6) switch
            {
                0 => Without(body, start, end),
                1 => Inserted(body, start, [.. body[start..end], (byte)',']),
                2 => Inserted(body, start, [.. body[start..value], .. Nasty.Utf8(Pick(random, StrangeJson)), (byte)',']),
                3 => Inserted(body, start, [.. Escaped(body, start), .. body[value..end], (byte)',']),
                4 => Replaced(body, start, value, Nasty.Utf8(JsonSerializer.Serialize(Pick(random, Strange)) + ":")),
                _ => Inserted(body, start, Nasty.Utf8($"\"{Pick(random, ["x", "0905123456", "cccd", "__proto__", "$type", "Data", "a.b"])}\":{Pick(random, StrangeJson)},")),
            };
        }

        if (values.Count == 0)
        {
            return Nasty.Utf8(Pick(random, StrangeJson));
        }

        var (from, to) = Pick(random, values);
        return random.Next(3) switch
        {
            0 => Replaced(body, from, to, Nasty.Utf8(JsonSerializer.Serialize(random.Next(2) == 0 ? Pick(random, Strange) : Noise(random)))),
            1 => Replaced(body, from, to, Nasty.Utf8("\"" + new string('x', random.Next(5_000)) + "\"")),
            _ => Replaced(body, from, to, Nasty.Utf8(Pick(random, StrangeJson))),
        };
    }

    private static (List<(int Start, int Value, int End)> Members, List<(int Start, int End)> Values) Places(byte[] body)
    {
        List<(int, int, int)> members = [];
        List<(int, int)> values = [];
        try
        {
            // Several on lines of their own are a stream's.
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { AllowMultipleValues = true });
            var open = new Stack<(int Name, int Start)>();
            var name = -1;
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((name, start));
                        name = -1;
                        continue;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (name, start) = open.Pop();
                        break;
                }

                values.Add((start, end));
                if (name >= 0)
                {
                    members.Add((name, start, end));
                    name = -1;
                }
            }
        }
        catch (JsonException)
        {
            // Damaged before: what was found so far can be damaged more.
        }

        return (members, values);
    }

    private static byte[] Without(byte[] body, int start, int end)
    {
        var comma = body.AsSpan(end).StartsWith(","u8) ? 1 : 0;
        var before = comma == 0 && start > 0 && body[start - 1] == ',' ? 1 : 0;
        return [.. body[..(start - before)], .. body[(end + comma)..]];
    }

    // The first letter of its name by an escape.
    private static byte[] Escaped(byte[] body, int start)
    {
        var end = start + 2 + Array.IndexOf(body[(start + 1)..], (byte)'"');
        return end - start < 3 ? [.. body[start..end], (byte)':'] : [(byte)'"', .. Nasty.Utf8($"\\u{body[start + 1]:x4}"), .. body[(start + 2)..end], (byte)':'];
    }

    private static byte[] Flipped(byte[] bytes, Random random)
    {
        byte[] changed = [.. bytes];
        for (var i = random.Next(1, 4); i > 0 && changed.Length > 0; i--)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private static byte[] Inserted(byte[] bytes, int at, byte[] more) => Replaced(bytes, at, at, more);

    private static byte[] Replaced(byte[] bytes, int start, int end, byte[] by) => [.. bytes[..start], .. by, .. bytes[end..]];

    private static string Noise(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => (char)random.Next(0xD7FF)));

    private static string Name(string parameter) => parameter[..parameter.IndexOf('=', StringComparison.Ordinal)];

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];
}

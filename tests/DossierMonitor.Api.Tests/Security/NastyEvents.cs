using static DossierMonitor.Api.Tests.Security.Nasty;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>JSON that is one event or several, and none that can be stored.</summary>
public static class NastyEvents
{
    private const string Data = "\"data\":{\"unit\":\"502\",\"procedure\":\"OPEN\",\"field\":\"land\",\"dueAt\":\"2022-11-17\",\"channel\":\"online\"}";
    private const string Time = "\"2022-11-03T08:15:00+07:00\"";

    public static IEnumerable<Nasty> All =>
    [
        .. NoEvents, .. Twice, .. Unknown, .. Texts, .. WrongTypes, .. Times, .. TooLong, .. Batches, .. Streams, .. OfOthers,
    ];

    private static IEnumerable<Nasty> NoEvents =>
    [
        Event("null", "null", "notObject"),
        Event("true", "true", "notObject"),
        Event("a number", "0", "notObject"),
        Event("a number out of range", "1e999999", "notObject"),
        Event("a text", "\"dossier.received\"", "notObject"),
        Event("an empty object", "{}", "missingMember", "/id"),
        Several("an array of null", "[null]", 1, "notObject"),
        Several("an array of an array", "[[]]", 1, "notObject"),
        Several("an array of an array of an event", "[[" + Good + "]]", 1, "notObject"),
        Several("an array of texts", "[\"a\",\"b\"]", 2, "notObject"),
        Event("an event within an event", "{\"event\":" + Good + "}", "unknownMember", "/event"),
    ];

    private static IEnumerable<Nasty> Twice =>
    [
        Event("id twice", With("\"id\":\"nasty\"", "\"id\":\"nasty\",\"id\":\"nasty\""), "duplicateMember", "/id"),
        Event("id twice, once escaped", With("\"id\":\"nasty\"", "\"id\":\"nasty\",\"\\u0069\\u0064\":\"nasty2\""), "duplicateMember", "/id"),
        Event("source twice", With("\"type\"", "\"source\":\"/portal/other\",\"type\""), "duplicateMember", "/source"),
        Event("data twice", With(Data, Data + "," + Data), "duplicateMember", "/data"),
        Event("data twice, once null", With(Data, "\"data\":null," + Data), "duplicateMember", "/data"),
        Event("unit twice", With("\"unit\":\"502\"", "\"unit\":\"502\",\"unit\":\"503\""), "duplicateMember", "/data/unit"),
        Event("unit twice, once escaped", With("\"unit\":\"502\"", "\"unit\":\"502\",\"\\u0075nit\":\"503\""), "duplicateMember", "/data/unit"),
        Event("unit twice, first null", With("\"unit\":\"502\"", "\"unit\":null,\"unit\":\"502\""), "duplicateMember", "/data/unit"),
        Event("an unknown member twice", With("\"id\"", "\"x\":1,\"x\":1,\"id\""), "duplicateMember", "/x"),
        Event("an unknown member twice, once escaped", With("\"id\"", "\"x\":1,\"\\u0078\":1,\"id\""), "duplicateMember", "/x"),
    ];

    private static IEnumerable<Nasty> Unknown =>
    [
        Event("an unknown attribute", With("\"id\"", "\"traceparent\":\"00-1\",\"id\""), "unknownMember", "/traceparent"),
        Event("an unknown member of data", With("\"unit\"", "\"colour\":\"red\",\"unit\""), "unknownMember", "/data/colour"),
        Event("an attribute in other case", With("\"id\":", "\"ID\":"), "unknownMember", "/ID"),
        Event("a member of data in other case", With("\"unit\"", "\"Unit\""), "unknownMember", "/data/Unit"),
        Event("a member of data beside it", With("\"id\"", "\"unit\":\"502\",\"id\""), "unknownMember", "/unit"),
        Event("a name with a null character behind it", With("\"id\":", "\"id\\u0000\":"), "unknownMember", ""),
        Event("a name of nothing", With("\"id\":", "\"\":"), "unknownMember", "/"),
        Event("__proto__", With("\"id\"", "\"__proto__\":{\"admin\":true},\"id\""), "unknownMember", "/__proto__"),
        Event("$type", With("\"id\"", "\"$type\":\"System.Diagnostics.Process\",\"id\""), "unknownMember", ""),
        Event("data_base64", With(Data, "\"data_base64\":\"e30=\""), "unknownMember"),
        Event("a phone number as a name", With("\"id\"", "\"0905123456\":1,\"id\""), "unknownMember", "") with { Unsaid = "0905123456" },
        Event("a name with a pointer in it", With("\"id\"", "\"a/~b\":1,\"id\""), "unknownMember", ""),
        Event("an identity number", With("\"unit\"", "\"cccd\":\"049012345678\",\"unit\""), "personalData", "/data/cccd") with { Unsaid = "049012345678" },
        Event("a name of a citizen, escaped", With("\"unit\"", "\"ho\\u0054en\":\"Nguyễn Văn An\",\"unit\""), "personalData", "/data/hoTen") with { Unsaid = "Nguyễn" },
        Event("a hundred unknown members", With("\"id\"", string.Concat(Enumerable.Range(0, 100).Select(i => $"\"m{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}\":{i},")) + "\"id\""), "unknownMember", "/maa"),
        Event("data that is not of its type", With("dossier.received", "dossier.finished"), "unknownMember", "/data/unit"),
    ];

    private static IEnumerable<Nasty> Texts =>
    [
        Event("a null character in id", With("\"nasty\"", "\"a\\u0000b\""), "invalidText", "/id"),
        Event("CRLF in id", With("\"nasty\"", "\"a\\r\\nSet-Cookie: x=1\""), "invalidText", "/id"),
        Event("a line feed in subject", With("\"NASTY\"", "\"D\\n1\""), "invalidText", "/subject"),
        Event("DEL in subject", With("\"NASTY\"", "\"D\\u007f1\""), "invalidText", "/subject"),
        Event("NEL in subject", With("\"NASTY\"", "\"D\\u00851\""), "invalidText", "/subject"),
        Event("ESC in unit", With("\"502\"", "\"\\u001b[2J\""), "invalidText", "/data/unit"),
        Event("a tab in source", With("\"/portal/test\"", "\"/portal\\ttest\""), "invalidText", "/source"),
        Event("a high surrogate alone", With("\"nasty\"", "\"\\ud83d\""), "invalidText", "/id"),
        Event("a low surrogate alone", With("\"nasty\"", "\"\\ude00\""), "invalidText", "/id"),
        Event("surrogates the wrong way round", With("\"NASTY\"", "\"\\ude00\\ud83d\""), "invalidText", "/subject"),
        Event("a surrogate in the name of a member", With("\"id\"", "\"\\ud83d\":1,\"id\""), "notJson"),
        Event("a surrogate in type", With("\"dossier.received\"", "\"dossier.\\udfff\""), "invalidText", "/type"),
        Event("a surrogate in time", With(Time, "\"2022-11-03T08:15:00\\ud800\""), "invalidText", "/time"),
        Event("bytes that are no UTF-8", [.. Utf8(Good[..Good.IndexOf("nasty", StringComparison.Ordinal)]), 0xFF, 0xFE, .. Utf8(Good[Good.IndexOf("nasty", StringComparison.Ordinal)..])], "invalidText", "/id"),
        Event("a null character in overlong UTF-8", [.. Utf8(Good[..Good.IndexOf("nasty", StringComparison.Ordinal)]), 0xC0, 0x80, .. Utf8(Good[Good.IndexOf("nasty", StringComparison.Ordinal)..])], "invalidText", "/id"),
        Event("a surrogate in UTF-8", [.. Utf8(Good[..Good.IndexOf("nasty", StringComparison.Ordinal)]), 0xED, 0xA0, 0x80, .. Utf8(Good[Good.IndexOf("nasty", StringComparison.Ordinal)..])], "invalidText", "/id"),
        Event("a name that is no UTF-8", [.. Utf8("{\""), 0xFF, .. Utf8("\":1," + Good[1..])], "notJson"),
        Event("an id of nothing", With("\"nasty\"", "\"\""), "invalidText", "/id"),
        Event("an id of blanks", With("\"nasty\"", "\"   \""), "invalidText", "/id"),
        Event("a source of ideographic blanks", With("\"/portal/test\"", "\"\u3000\u3000\""), "invalidText", "/source"),
        Event("another version", With("\"1.0\"", "\"2.0\""), "wrongSpecVersion", "/specversion"),
        Event("another version, by a digit of another script", With("\"1.0\"", "\"١.0\""), "wrongSpecVersion", "/specversion"),
        Event("a type that there is not", With("dossier.received", "dossier.deleted"), "unknownType", "/type"),
        Event("a type with a blank behind it", With("dossier.received", "dossier.received "), "unknownType", "/type"),
        Event("a type by a number", With("dossier.received", "dossier.0"), "unknownType", "/type"),
        Event("a channel that there is not", With("\"online\"", "\"fax\""), "unknownChannel", "/data/channel"),
        Event("a channel in other case", With("\"online\"", "\"Online\""), "unknownChannel", "/data/channel"),
        Event("a unit that there is not", With("\"502\"", "\"' OR '1'='1\""), "unknownUnit", "/data/unit") with { Unsaid = "OR '1'" },
        Event("another content type of the data", With("\"id\"", "\"datacontenttype\":\"application/xml\",\"id\""), "wrongDataContentType", "/datacontenttype"),
        Event("a phone number in a free text", Typed("processing", "{\"holder\":\"Gọi 0905 123 456\"}"), "personalData", "/data/holder") with { Unsaid = "0905 123" },
        Event("an e-mail address in a free text", Typed("extended", "{\"dueAt\":\"2022-11-20\",\"document\":\"an@example.vn\"}"), "personalData", "/data/document") with { Unsaid = "example.vn" },
        Event("what makes a bad pattern slow", Typed("processing", "{\"holder\":\"" + new string('@', 120) + new string('a', 120) + "a@b.c\"}"), "personalData", "/data/holder"),
    ];

    private static IEnumerable<Nasty> WrongTypes =>
        from member in (IEnumerable<(string Place, string Value)>)
        [
            ("/specversion", "\"1.0\""), ("/id", "\"nasty\""), ("/source", "\"/portal/test\""), ("/type", "\"dossier.received\""), ("/subject", "\"NASTY\""), ("/time", Time),
            ("/data/unit", "\"502\""), ("/data/procedure", "\"OPEN\""), ("/data/field", "\"land\""), ("/data/dueAt", "\"2022-11-17\""), ("/data/channel", "\"online\""),
        ]
        from wrong in (IEnumerable<(string Name, string Json)>)[("a number", "-1e400"), ("a truth", "true"), ("an array", "[\"a\"]"), ("an object", "{\"a\":{}}")]
        select Event($"{wrong.Name} as {member.Place}", With(":" + member.Value, ":" + wrong.Json), "wrongType", member.Place);

    private static IEnumerable<Nasty> Times =>
    [
        .. new[]
        {
            "2022-11-03", "2022-11-03T08:15:00", "2022-11-03 08:15:00+07:00", "2022-11-03T08:15:00+0700", "2022-11-03T08:15+07:00", "2022-02-30T08:15:00Z",
            "2022-11-03T24:00:00Z", "2022-11-03T23:59:60Z", "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2022-11-03T08:15:00+24:00", "2022-11-03T08:15:00.Z",
            "-2022-11-03T08:15:00Z", "２０２２-11-03T08:15:00Z", "2022-W44-4T08:15:00Z", "1667438100", "now", "2022-11-03T08:15:00Z; DROP TABLE event_log",
        }.Select(time => Event($"the time {time}", With(Time, $"\"{time}\""), "invalidTime", "/time")),
        Event("a time before 1990", With(Time, "\"1989-12-31T23:59:59.999Z\""), "timeTooEarly", "/time"),
        Event("the first time that there is", With(Time, "\"0001-01-01T00:00:00Z\""), "timeTooEarly", "/time"),
        Event("a time before the first that there is", With(Time, "\"0001-01-01T00:00:00+23:59\""), "invalidTime", "/time"),
        Event("the last time that there is", With(Time, "\"9999-12-31T23:59:59Z\""), "timeTooFarAhead", "/time"),
        Event("a time after the last that there is", With(Time, "\"9999-12-31T23:59:59-23:59\""), "invalidTime", "/time"),
        Event("a due date that there is not", With("\"2022-11-17\"", "\"2022-13-01\""), "invalidDueDate", "/data/dueAt"),
        Event("a due date without end", With("\"2022-11-17\"", "\"9999-12-31\""), "invalidDueDate", "/data/dueAt"),
        Event("a due date of nothing", With("\"2022-11-17\"", "\"\""), "invalidText", "/data/dueAt"),
    ];

    private static IEnumerable<Nasty> TooLong =>
    [
        Event("an id of 256 characters", With("\"nasty\"", Long(256)), "textTooLong", "/id"),
        Event("a source of 256 characters", With("\"/portal/test\"", Long(256)), "textTooLong", "/source"),
        Event("a subject of 129 characters", With("\"NASTY\"", Long(129)), "textTooLong", "/subject"),
        Event("a unit of 65 characters", With("\"502\"", Long(65)), "textTooLong", "/data/unit"),
        Event("a procedure of 65 characters", With("\"OPEN\"", Long(65)), "textTooLong", "/data/procedure"),
        Event("a field of 65 characters", With("\"land\"", Long(65)), "textTooLong", "/data/field"),
        Event("a time of 65 characters", With(Time, Long(65)), "textTooLong", "/time"),
        Event("a time with a fraction of 30 digits", With("08:15:00+", "08:15:00." + new string('0', 30) + "+"), "invalidTime", "/time"),
        Event("a holder of 257 characters", Typed("processing", "{\"holder\":" + Long(257) + "}"), "textTooLong", "/data/holder"),
        Event("an event of 4,097 bytes", Good[..^1] + new string(' ', 4_097 - Good.Length) + "}", "eventTooLarge"),
        Event("an event of a mebibyte", Good[..^1] + new string(' ', (1024 * 1024) - Good.Length) + "}", "eventTooLarge"),
        Event("a name of 3,000 characters", With("\"id\"", Long(3_000) + ":1,\"id\""), "unknownMember", ""),
        Several("one event of 4,097 bytes among others", "[" + Good[..^1] + new string(' ', 4_097 - Good.Length) + "},{}]", 2, "eventTooLarge"),
    ];

    private static IEnumerable<Nasty> Batches =>
    [
        Several("a batch that is wrong throughout", "[1,{},\"\",null,true]", 5, "notObject", "application/cloudevents-batch+json"),
        Several("a thousand that are wrong", "[" + string.Join(',', Enumerable.Repeat("{}", 1_000)) + "]", 1_000, "missingMember"),
        Several("a hundred wrong members each", "[" + string.Join(',', Enumerable.Repeat("{" + string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"x{i}\":0")) + "}", 100)) + "]", 100, "unknownMember"),
        Several("a surrogate in a name, in a batch", "[" + With("\"id\"", "\"\\ud83d\":1,\"id\"") + "]", 1, "notJson"),
    ];

    private static IEnumerable<Nasty> Streams =>
    [
        Stream("null in a stream", "null\n", 1, "notObject"),
        Stream("what is no JSON in a stream", "dossier\n{\n]\n", 3, "notJson"),
        Stream("an array in a stream", "[" + Good + "]\n", 1, "notObject"),
        Stream("two events on a line", Good + Good + "\n", 1, "notJson"),
        Stream("lines that end with CR alone", Good + "\r" + Good, 1, "notJson"),
        Stream("a byte order mark before the second line", "{}\n\uFEFF" + Good, 2, "missingMember"),
        Stream("two byte order marks", "\uFEFF\uFEFF" + Good, 1, "notJson"),
        Stream("a null character between lines", "{}\n\0\n", 2, "missingMember"),
        Stream("a line of 4,097 bytes", Good + new string(' ', 4_097 - Good.Length) + "\n", 1, "eventTooLarge"),
        Stream("a line of 5 MB", new byte[5_000_000], 1, "eventTooLarge"),
        Stream("17 levels in a stream", "{\"a\":" + new string('[', 17) + new string(']', 17) + "}\n", 1, "notJson"),
        Stream("UTF-16 in a stream", System.Text.Encoding.Unicode.GetBytes("{}"), 1, "notJson"),
        Stream("a comment in a stream", "/**/{}\n", 1, "notJson"),
    ];

    // Of another source's key: good events, and still none that is stored.
    private static IEnumerable<Nasty> OfOthers =>
    [
        Post("an event in another's name", "/v1/events", Utf8(Good), 403, "forbiddenSource", "/source") with { Key = NastyKey.Nobody },
        Post("an event that must be signed and is not", "/v1/events", Utf8(Good), 401, "signatureMissing") with { Key = NastyKey.Signer },
        Signed("a signature of nothing", "1", "1671098400", "v1,", "signatureInvalid"),
        Signed("a signature by nobody", "1", "1671098400", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "signatureInvalid"),
        Signed("a signature that is no base64", "1", "1671098400", "v1,%%%%", "signatureInvalid"),
        Signed("ten thousand signatures", "1", "1671098400", string.Join(' ', Enumerable.Repeat("v1,A", 3_000)), "signatureInvalid"),
        Signed("a time out of range", "1", "99999999999999999999", "v1,AA==", "signatureInvalid"),
        Signed("a time before time", "1", "-1", "v1,AA==", "signatureInvalid"),
        Signed("a webhook-id of 256 characters", new string('x', 256), "1671098400", "v1,AA==", "signatureInvalid"),
        Post("no key", "/v1/events", Utf8(Good), 401, "keyMissing") with { Key = NastyKey.None },
    ];

    private static Nasty Signed(string name, string id, string timestamp, string signature, string reason) => new(
        name,
        new WireRequest("POST", "/v1/events", [("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature)], Utf8(Good)),
        401, reason, Key: NastyKey.Signer);

    private static string Typed(string type, string data) => With("dossier.received", "dossier." + type).Replace(Data, "\"data\":" + data, StringComparison.Ordinal);

    private static string Long(int length) => "\"" + new string('x', length) + "\"";
}

using System.IO.Compression;
using System.Text;
using DossierMonitor.Api.Tests.Fixture;

namespace DossierMonitor.Api.Tests.Security;

public enum NastyKey
{
    Admin,
    Nobody,
    Signer,
    None,
}

/// <summary>One request that means no good, and what must become of it.</summary>
/// <param name="Status">Of the answer; 400, 414 and 431 without a reason are the web server's own, without a body.</param>
/// <param name="Reason">One of the problem's; of a batch, of its first item.</param>
/// <param name="Pointer">Where that reason stands.</param>
/// <param name="Refused">For 200 only: as many events came, and every one of them was rejected.</param>
/// <param name="Unsaid">Must not come back in the answer.</param>
public sealed record Nasty(
    string Name, WireRequest Request, int Status, string? Reason = null, string? Pointer = null, int? Refused = null, string? Unsaid = null, NastyKey Key = NastyKey.Admin)
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    /// <summary>A good event; nothing of it is wrong but what a case makes wrong.</summary>
    public const string Good =
        """{"specversion":"1.0","id":"nasty","source":"/portal/test","type":"dossier.received","subject":"NASTY","time":"2022-11-03T08:15:00+07:00","data":{"unit":"502","procedure":"OPEN","field":"land","dueAt":"2022-11-17","channel":"online"}}""";

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The good event with one part of it replaced.</summary>
    public static string With(string part, string by) =>
        Good.Contains(part, StringComparison.Ordinal) ? Good.Replace(part, by, StringComparison.Ordinal) : throw new ArgumentException($"The event has no {part}.", nameof(part));

    public static Nasty Get(string name, string target, int status, string? reason = null, string? pointer = null) =>
        new(name, new WireRequest("GET", target, []), status, reason, pointer);

    public static Nasty Send(string name, string method, string target, int status, string? reason = null) =>
        new(name, new WireRequest(method, target, []), status, reason);

    public static Nasty Post(string name, string path, byte[] body, int status, string? reason = null, string? pointer = null, string? type = Json, string? encoding = null)
    {
        List<(string, string)> headers = [];
        if (type is not null)
        {
            headers.Add(("Content-Type", type));
        }

        if (encoding is not null)
        {
            headers.Add(("Content-Encoding", encoding));
        }

        return new Nasty(name, new WireRequest("POST", path, headers, body), status, reason, pointer);
    }

    /// <summary>One event that is rejected.</summary>
    public static Nasty Event(string name, string json, string reason, string? pointer = null) => Event(name, Utf8(json), reason, pointer);

    public static Nasty Event(string name, byte[] json, string reason, string? pointer = null) => Post(name, "/v1/events", json, 422, reason, pointer);

    /// <summary>Events of which none is taken, but the request is good.</summary>
    public static Nasty Several(string name, string body, int refused, string reason, string type = Json) => Several(name, Utf8(body), refused, reason, type);

    public static Nasty Several(string name, byte[] body, int refused, string reason, string type = Json) =>
        Post(name, "/v1/events", body, 200, reason, type: type) with { Refused = refused };

    public static Nasty Stream(string name, string body, int refused, string reason) => Several(name, Utf8(body), refused, reason, Lines);

    public static Nasty Stream(string name, byte[] body, int refused, string reason) => Several(name, body, refused, reason, Lines);

    public static Nasty Body(string name, byte[] body, int status, string? reason, string? type = Json, string? encoding = null) =>
        Post(name, "/v1/events", body, status, reason, type: type, encoding: encoding);

    public static byte[] Zip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    public WireRequest Keyed(NastyService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        var key = Key switch
        {
            NastyKey.Admin => TestService.AdminKey,
            NastyKey.Nobody => service.NobodysKey,
            NastyKey.Signer => service.SignersKey,
            _ => null,
        };
        return key is null ? Request : Request with { Headers = [("Authorization", "Bearer " + key), .. Request.Headers] };
    }
}

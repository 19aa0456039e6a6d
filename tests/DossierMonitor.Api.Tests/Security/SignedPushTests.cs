using System.Globalization;
using System.Net;
using System.Text;
using DossierMonitor.Api.Security;
using DossierMonitor.Api.Tests.Fixture;
using DossierMonitor.Domain.Timeliness;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>Standard Webhooks: the body of a source that has a secret is what it signed, bit for bit, and lately.</summary>
public sealed class SignedPushTests
{
    private static readonly int Changes = int.Parse(Environment.GetEnvironmentVariable("DOSSIER_SIGNED_CHANGES") ?? "10000", CultureInfo.InvariantCulture);
    private static readonly Instant Now = Instant.From(TestService.DefaultNow);
    private static readonly long Seconds = TestService.DefaultNow.ToUnixTimeSeconds();

    /// <summary>The example of the Standard Webhooks specification, made by somebody else.</summary>
    [Fact]
    public void The_signature_is_that_of_the_specification() => WebhookSignature.Sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8, Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(-301, "signatureStale")]
    [InlineData(301, "signatureStale")]
    public void A_signature_holds_for_five_minutes_on_both_sides(int seconds, string? reason)
    {
        var secret = new byte[32];
        var at = Seconds + seconds;
        WebhookSignature.Check("id", at.ToString(CultureInfo.InvariantCulture), WebhookSignature.Sign("id", at, "x"u8, secret), "x"u8, [secret], Now).ShouldBe(reason);
    }

    [Theory]
    [InlineData(null, "T", "S", "signatureMissing")]
    [InlineData("id", null, "S", "signatureMissing")]
    [InlineData("id", "T", null, "signatureMissing")]
    [InlineData("id", "", "S", "signatureMissing")]
    [InlineData("id", "T", "nonsense", "signatureInvalid")]
    [InlineData("id", "0T", "S", "signatureInvalid")]
    [InlineData("id", "+T", "S", "signatureInvalid")]
    [InlineData("id", " T", "S", "signatureInvalid")]
    [InlineData("id", "T.0", "S", "signatureInvalid")]
    [InlineData("id", "99999999999999999999", "S", "signatureInvalid")]
    [InlineData("other", "T", "S", "signatureInvalid")]
    [InlineData("id", "T", "v1a,S", "signatureInvalid")]
    [InlineData("id", "T", "v2,x S", null)]
    [InlineData("id", "T", "v1,AAAA S v1,", null)]
    public void Only_the_whole_form_is_taken(string? id, string? timestamp, string? signatures, string? reason)
    {
        var secret = new byte[32];
        var signature = WebhookSignature.Sign("id", Seconds, "x"u8, secret);
        WebhookSignature.Check(
            id,
            timestamp?.Replace("T", Seconds.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            signatures?.Replace("v1a,S", "v1a," + signature[3..], StringComparison.Ordinal).Replace("S", signature, StringComparison.Ordinal),
            "x"u8, [secret], Now).ShouldBe(reason);
    }

    [Fact]
    public async Task A_source_with_a_secret_signs_and_may_change_from_one_to_another()
    {
        await using var service = await TestService.StartAsync();
        var key = await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"]}""");
        var (one, other) = (await SecretAsync(service), await SecretAsync(service));
        var body = Encoding.UTF8.GetBytes(EventText.Received("s1", "S1", "2022-12-01T08:00:00+07:00", "502").ToJsonString());
        using var http = service.PlainClient(key);

        (await PushAsync(http, body, new Headers(null, null, null))).ShouldBe((401, "signatureMissing"));
        (await PushAsync(http, body, Headers.Of(body, one.Secret))).ShouldBe((200, "accepted"));
        (await PushAsync(http, body, Headers.Of(body, other.Secret))).ShouldBe((200, "duplicate"));

        // Sent again within the window, as a copy on the wire would be.
        service.Time.Advance(TimeSpan.FromMinutes(4));
        (await PushAsync(http, body, Headers.Of(body, one.Secret))).ShouldBe((200, "duplicate"));
        service.Time.Advance(TimeSpan.FromMinutes(2));
        (await PushAsync(http, body, Headers.Of(body, one.Secret))).ShouldBe((401, "signatureStale"));
        service.Time.SetUtcNow(TestService.DefaultNow.AddMinutes(7));

        await RevokeAsync(service, one.Id);
        var late = Headers.Of(body, one.Secret, Seconds + 420);
        (await PushAsync(http, body, late)).ShouldBe((401, "signatureInvalid"));
        await RevokeAsync(service, other.Id);
        (await PushAsync(http, body, new Headers(null, null, null))).ShouldBe((200, "duplicate"));
    }

    [Fact]
    public async Task Every_bit_of_a_signed_push_counts()
    {
        await using var service = await TestService.StartAsync(settings => settings with { RequestsPerMinute = 0 });
        using var http = service.PlainClient(await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"]}"""));
        var (secret, _) = await SecretAsync(service);
        var body = Encoding.UTF8.GetBytes(EventText.Received("s1", "S1", "2022-12-01T08:00:00+07:00", "502").ToJsonString());
        var good = Headers.Of(body, secret);
        var parts = new[] { Encoding.ASCII.GetBytes(good.Id!), Encoding.ASCII.GetBytes(good.Timestamp!), Encoding.ASCII.GetBytes(good.Signature!), body };
        var bits = parts.Sum(part => part.Length * 8);
        var refused = 0;
        for (var i = 0; i < Changes; i++)
        {
            // Every bit once, then two at a time.
            var changed = parts.Select(part => (byte[])part.Clone()).ToArray();
            Flip(changed, i % bits);
            if (i >= bits)
            {
                Flip(changed, (i % bits + 1 + (i / bits)) % bits);
            }

            // What no header can carry never leaves the client; the rule is asked itself.
            var texts = changed.Take(3).Select(Encoding.Latin1.GetString).ToArray();
            if (texts.Any(text => text.Any(c => c is < ' ' or > '~')) || texts.Any(text => text != text.Trim()))
            {
                WebhookSignature.Check(texts[0], texts[1], texts[2], changed[3], [Convert.FromBase64String(secret["whsec_".Length..])], Now).ShouldNotBeNull($"change {i}");
            }
            else
            {
                var (status, reason) = await PushAsync(http, changed[3], new Headers(texts[0], texts[1], texts[2]));
                status.ShouldBe(401, $"change {i}: {reason}");
            }

            refused++;
        }

        refused.ShouldBe(Changes);

        // Nothing of them was read, so nothing of them was rejected; and the good one still is good.
        (await service.GetAsync("/v1/rejections")).Items("items").ShouldBeEmpty();
        (await PushAsync(http, body, good)).ShouldBe((200, "accepted"));
    }

    [Fact]
    public async Task A_signed_stream_is_read_whole_first_and_has_a_bound()
    {
        await using var service = await TestService.StartAsync();
        using var http = service.PlainClient(await service.KeyAsync("""{"name":"w","source":"/portal/test","scopes":["events:write"]}"""));
        var (secret, _) = await SecretAsync(service);
        var lines = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 50).Select(i => EventText.Received($"l{i}", $"L{i}", "2022-12-01T08:00:00+07:00", "502").ToJsonString())));
        (await PushAsync(http, lines, Headers.Of(lines, secret), "application/x-ndjson")).Status.ShouldBe(200);
        var large = new byte[1024 * 1024 + 1];
        large.AsSpan().Fill((byte)'\n');
        (await PushAsync(http, large, Headers.Of(large, secret), "application/x-ndjson")).ShouldBe((413, "signedTooLarge"));
        (await service.GetAsync("/v1/sources")).Items("items").Single().GetProperty("signs").GetBoolean().ShouldBeTrue();
    }

    private static void Flip(byte[][] parts, int bit)
    {
        foreach (var part in parts)
        {
            if (bit < part.Length * 8)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                return;
            }

            bit -= part.Length * 8;
        }
    }

    private static async Task<(string Secret, long Id)> SecretAsync(TestService service)
    {
        var made = await service.PostCreatedAsync("", "/v1/sources/%2Fportal%2Ftest/signing-secrets");
        return (made.Text("secret"), made.GetProperty("stored").GetProperty("id").GetInt64());
    }

    private static async Task RevokeAsync(TestService service, long id)
    {
        using var response = await service.Http.DeleteAsync(new Uri($"/v1/sources/%2Fportal%2Ftest/signing-secrets/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<(int Status, string What)> PushAsync(HttpClient http, byte[] body, Headers headers, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/events", UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);

        // A body that is refused by its length is not sent into a connection that closes.
        request.Headers.ExpectContinue = true;
        foreach (var (name, value) in new[] { ("webhook-id", headers.Id), ("webhook-timestamp", headers.Timestamp), ("webhook-signature", headers.Signature) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var json = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return ((int)response.StatusCode, json.TryGetProperty("errors", out var errors) ? errors[0].Text("reason") : json.TryGetProperty("status", out var status) ? status.GetString()! : "");
    }

    private sealed record Headers(string? Id, string? Timestamp, string? Signature)
    {
        public static Headers Of(byte[] body, string secret, long? at = null) => new(
            "push-1", (at ?? Seconds).ToString(CultureInfo.InvariantCulture),
            WebhookSignature.Sign("push-1", at ?? Seconds, body, Convert.FromBase64String(secret["whsec_".Length..])));
    }
}

using System.IO.Compression;
using System.Net;
using DossierMonitor.Api.Tests.Closings;
using DossierMonitor.Api.Tests.Fixture;
using Shouldly;
using Xunit;

namespace DossierMonitor.Api.Tests.Conditional;

public sealed class CompressionTests
{
    private const string AsOf = "2022-12-15T10:00:00Z";

    public static TheoryData<string, string> Answers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var encoding in new[] { "gzip", "br" })
            {
                foreach (var path in new[]
                {
                    $"/v1/on-time?by=unit&asOf={AsOf}", $"/v1/on-time?by=unit&asOf={AsOf}&format=csv", "/v1/units", "/v1/closings/1", "/v1/closings/1?format=csv&by=branch",
                    "/v1/dossiers/none", "/v1/on-time?by=colour", "/metrics", "/openapi/v1.yaml", "/",
                })
                {
                    data.Add(path, encoding);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_bytes_are_compressed_and_come_out_as_they_are_without(string path, string encoding)
    {
        await using var service = await TestService.StartAsync();
        await service.PostOkAsync(SampleProvince.Events);
        await service.ClosePeriodAsync();
        using var http = service.PlainClient();
        using var plain = await http.GetAsync(new Uri(path, UriKind.Relative));
        plain.StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);
        plain.Content.Headers.ContentEncoding.ShouldBeEmpty();
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var compressed = await http.GetAsync(new Uri(path, UriKind.Relative));
        compressed.StatusCode.ShouldBe(plain.StatusCode);
        compressed.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        compressed.Content.Headers.ContentType.ShouldBe(plain.Content.Headers.ContentType);
        compressed.Headers.Vary.ShouldContain("Accept-Encoding");

        var (whole, packed) = (await plain.Content.ReadAsByteArrayAsync(), await compressed.Content.ReadAsByteArrayAsync());
        packed.Length.ShouldBeLessThan(whole.Length);
        await using Stream unpacking = encoding == "br"
            ? new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress)
            : new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        await unpacking.CopyToAsync(unpacked);
        if (plain.IsSuccessStatusCode && path != "/metrics")
        {
            unpacked.ToArray().ShouldBe(whole);
        }
        else
        {
            // A problem has another trace id each time, and the metrics count.
            unpacked.Length.ShouldBeInRange(whole.Length - 200, whole.Length + 200);
        }

        if (!path.StartsWith("/v1/", StringComparison.Ordinal) || !plain.IsSuccessStatusCode)
        {
            return;
        }

        compressed.Headers.ETag!.Tag.ShouldBe(plain.Headers.ETag!.Tag[..^1] + $"-{encoding}\"");
        compressed.Headers.ETag.IsWeak.ShouldBeFalse();
        foreach (var tag in new[] { plain.Headers.ETag.Tag, compressed.Headers.ETag.Tag })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var unchanged = await http.SendAsync(request);
            unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
            unchanged.Headers.ETag!.Tag.ShouldBe(tag);
            unchanged.Content.Headers.ContentEncoding.ShouldBeEmpty();
            (await unchanged.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }
}

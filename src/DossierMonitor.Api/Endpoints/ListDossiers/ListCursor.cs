using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.ListDossiers;

/// <summary>
/// Where a list goes on. The cursor carries the as-of instant and the end of the log of the first page, so that all pages are of one moment, and a
/// digest of the other parameters: with others it would skip or repeat rows, so it is refused.
/// </summary>
internal sealed record ListCursor(Instant AsOf, long LastSeq, ListPosition After)
{
    public static ListCursor? Read(QueryReader query)
    {
        try
        {
            var state = JsonSerializer.Deserialize<State>(Base64Url.DecodeFromChars(query.Values["cursor"]), ApiJson.Options);
            if (state is { K: not null, C: not null, F: not null }
                && state.F == Digest(query)
                && (IsByCode(query) || long.TryParse(state.K, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                && QueryReader.IsAnswered(new Instant(state.A)))
            {
                return new ListCursor(new Instant(state.A), state.S, new ListPosition(state.K, state.C, state.Y, state.N));
            }
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            // Refused below, like every other forged one.
        }

        query.Refuse("cursor", "invalidCursor");
        return null;
    }

    public static string Write(QueryReader query, Instant asOf, long lastSeq, ListPosition next) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
            new State(asOf.Milliseconds, lastSeq, next.SortKey, next.Code, next.Cycle, next.N, Digest(query)), ApiJson.Options));

    private static bool IsByCode(QueryReader query) =>
        query.Values.TryGetValue("sort", out var sort) && sort is "code" or "-code";

    private static string Digest(QueryReader query)
    {
        var text = string.Join('&', query.Values
            .Where(value => value.Key is not ("cursor" or "limit" or "format" or "bom"))
            .OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => $"{value.Key}={value.Value.Length}:{value.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private sealed record State(long A, long S, string K, string C, int Y, int N, string F);
}

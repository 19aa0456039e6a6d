using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace DossierMonitor.Api.Answers;

/// <summary>
/// Strong tags over the bytes of an answer before compression. Compressed bytes are another representation, so they carry the
/// tag with the encoding behind it; a caller that has any of them need not be sent the answer again.
/// </summary>
public static class EntityTag
{
    private const int DigestBytes = 16;

    /// <summary>Without quotes.</summary>
    public static string Of(ReadOnlySpan<byte> body) => Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, DigestBytes));

    /// <param name="tag">Without quotes.</param>
    /// <param name="encoding">Content-Encoding of what is sent; empty = none.</param>
    public static string Header(string tag, string? encoding) => string.IsNullOrEmpty(encoding) ? $"\"{tag}\"" : $"\"{tag}-{encoding}\"";

    /// <summary>The one of the caller's tags that names this answer, in whatever encoding; null = the caller has another or none.</summary>
    /// <param name="ifNoneMatch">Of the request.</param>
    /// <param name="tag">Of the answer, without quotes.</param>
    public static string? Known(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch, out var tags))
        {
            return null;
        }

        foreach (var known in tags)
        {
            // Weak tags match too (RFC 9110, 13.1.2): a proxy may have weakened ours.
            var text = known.Tag.AsSpan().Trim('"');
            if (known.Tag == "*")
            {
                return Header(tag, null);
            }

            if (text.StartsWith(tag, StringComparison.Ordinal) && text[tag.Length..] is "" or "-gzip" or "-br")
            {
                return known.Tag.Value;
            }
        }

        return null;
    }
}

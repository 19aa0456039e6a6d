using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>A request as it goes over the wire: an HTTP client would put right what is to arrive damaged.</summary>
/// <param name="Target">As it stands in the first line.</param>
/// <param name="Headers">Besides Host and Content-Length; one named Content-Length takes the place of the right one.</param>
/// <param name="Body">Null = none, without a Content-Length.</param>
public sealed record WireRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body = null)
{
    private const int LongestText = 4_000;

    /// <summary>Without the query.</summary>
    public string Path => Target.Split('?')[0];

    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        head.Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n");
        if (!Has("Host"))
        {
            head.Append("Host: localhost\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (Body is not null && !Has("Content-Length") && !Has("Transfer-Encoding"))
        {
            head.Append("Content-Length: ").Append(Body.Length.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
        }

        // Latin-1: a byte for each character, also those that no header may have.
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }

    /// <summary>For the message of a test that failed: enough to send it again.</summary>
    public override string ToString()
    {
        var bytes = ToBytes();
        var text = new StringBuilder();
        foreach (var b in bytes.Take(LongestText))
        {
            text.Append(b is (byte)'\n' or >= 0x20 and < 0x7F ? ((char)b).ToString() : b == '\r' ? "" : $"\\x{b:X2}");
        }

        return bytes.Length > LongestText ? $"{text}… ({bytes.Length} bytes)" : text.ToString();
    }

    private bool Has(string name) => Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <param name="Body">Without the transfer's and the content's encoding.</param>
public sealed record WireAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? MediaType => Headers.GetValueOrDefault("Content-Type")?.Split(';')[0];
}

/// <summary>One keep-alive connection that is opened again when the service has closed it.</summary>
public sealed class WireConnection(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _buffer = new byte[64 * 1024];
    private TcpClient? _client;
    private int _start;
    private int _end;

    public async Task<WireAnswer> SendAsync(WireRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var patience = new CancellationTokenSource(Patience);
        var isFresh = _client is null;
        try
        {
            return await ExchangeAsync(request, patience.Token);
        }
        catch (Exception error) when (!isFresh && error is IOException or SocketException)
        {
            // The service may close a connection that idles just when the next request is written.
            Close();
            return await ExchangeAsync(request, patience.Token);
        }
        catch
        {
            Close();
            throw;
        }
    }

    public void Dispose() => Close();

    private void Close()
    {
        _client?.Dispose();
        _client = null;
        _start = _end = 0;
    }

    private async Task<WireAnswer> ExchangeAsync(WireRequest request, CancellationToken patience)
    {
        if (_client is null)
        {
            _client = new TcpClient { NoDelay = true };
            await _client.ConnectAsync(address.Host, address.Port, patience);
        }

        // Side by side: a service that refuses does not wait for the end of what it refuses.
        var stream = _client.GetStream();
        var sending = SendAllAsync(stream, request.ToBytes(), patience);
        var answer = await ReceiveAsync(stream, request.Method == "HEAD", patience);
        if (answer.Headers.GetValueOrDefault("Connection") == "close")
        {
            Close();
        }

        await sending;
        return answer;
    }

    private static async Task SendAllAsync(NetworkStream stream, byte[] bytes, CancellationToken patience)
    {
        try
        {
            await stream.WriteAsync(bytes, patience);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Refused before its end; the answer says why.
        }
    }

    private async Task<WireAnswer> ReceiveAsync(NetworkStream stream, bool isHead, CancellationToken patience)
    {
        var status = int.Parse((await LineAsync(stream, patience)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(stream, patience) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        using var body = new MemoryStream();
        if (isHead || status is 204 or 304)
        {
            // These have none, whatever their headers say.
        }
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (int.Parse(await LineAsync(stream, patience), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
            {
                await CopyAsync(stream, length, body, patience);
                await LineAsync(stream, patience);
            }

            await LineAsync(stream, patience);
        }
        else if (headers.TryGetValue("Content-Length", out var length))
        {
            await CopyAsync(stream, int.Parse(length, CultureInfo.InvariantCulture), body, patience);
        }

        return new WireAnswer(status, headers, Text(body, headers.GetValueOrDefault("Content-Encoding")));
    }

    private static string Text(MemoryStream body, string? encoding)
    {
        body.Position = 0;
        using Stream plain = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task CopyAsync(NetworkStream stream, int length, MemoryStream to, CancellationToken patience)
    {
        while (length > 0)
        {
            await FillAsync(stream, patience);
            var count = Math.Min(length, _end - _start);
            to.Write(_buffer, _start, count);
            _start += count;
            length -= count;
        }
    }

    private async Task<string> LineAsync(NetworkStream stream, CancellationToken patience)
    {
        var line = new StringBuilder();
        while (true)
        {
            await FillAsync(stream, patience);
            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            line.Append(Encoding.Latin1.GetString(_buffer, _start, (end < 0 ? _end : end) - _start));
            _start = end < 0 ? _end : end + 1;
            if (end >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task FillAsync(NetworkStream stream, CancellationToken patience)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await stream.ReadAsync(_buffer, patience);
            if (_end == 0)
            {
                throw new IOException("The connection was closed without an answer, or in the middle of one.");
            }
        }
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>
/// One connection that posts bodies and reads answers. Client and service share the processors: what a general client does for each
/// request (headers, pools, cancellation) would be counted against the service.
/// </summary>
internal sealed class PostConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _head;
    private byte[] _request = [];
    private byte[] _answer = new byte[64 * 1024];

    private PostConnection(string head) => _head = head;

    public static async Task<PostConnection> OpenAsync(Uri address, string path, string mediaType, string key)
    {
        var connection = new PostConnection(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: {mediaType}\r\nContent-Length: ");
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <returns>The status, and the body, which is valid until the next request.</returns>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> PostAsync(byte[] body)
    {
        var head = Encoding.ASCII.GetBytes(_head + body.Length.ToString(CultureInfo.InvariantCulture) + "\r\n\r\n");
        var length = head.Length + body.Length;
        if (_request.Length < length)
        {
            _request = new byte[length];
        }

        head.CopyTo(_request, 0);
        body.CopyTo(_request, head.Length);
        for (var sent = 0; sent < length;)
        {
            sent += await _socket.SendAsync(_request.AsMemory(sent, length - sent));
        }

        int read = 0, start, end;
        do
        {
            read += await ReceiveAsync(read);
        }
        while (!IsWhole(_answer.AsSpan(0, read), out start, out end));

        return Utf8Parser.TryParse(_answer.AsSpan(9, 3), out int status, out _)
            ? (status, _answer.AsMemory(start, end - start))
            : throw new InvalidOperationException("The service answered without a status.");
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int read)
    {
        if (read == _answer.Length)
        {
            Array.Resize(ref _answer, read * 2);
        }

        var more = await _socket.ReceiveAsync(_answer.AsMemory(read));
        return more > 0 ? more : throw new InvalidOperationException("The service closed the connection.");
    }

    /// <summary>Every answer of the service says how long it is.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer, out int start, out int end)
    {
        start = answer.IndexOf("\r\n\r\n"u8) + 4;
        end = 0;
        if (start < 4)
        {
            return false;
        }

        var name = "\r\nContent-Length: "u8;
        var place = answer[..start].IndexOf(name);
        if (place < 0 || !Utf8Parser.TryParse(answer[(place + name.Length)..], out int length, out _))
        {
            throw new InvalidOperationException($"The service answered without a length: {Encoding.UTF8.GetString(answer[..start])}");
        }

        end = start + length;
        return answer.Length >= end;
    }
}

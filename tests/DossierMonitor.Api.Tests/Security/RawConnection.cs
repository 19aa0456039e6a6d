using System.Net.Sockets;
using System.Text;

namespace DossierMonitor.Api.Tests.Security;

/// <summary>What came back over one connection.</summary>
/// <param name="Statuses">Of the answers, in order.</param>
/// <param name="Text">All of them.</param>
public sealed record RawAnswers(IReadOnlyList<int> Statuses, string Text);

/// <summary>Writes bytes that no HTTP client would.</summary>
public static class RawConnection
{
    /// <param name="address">Of the service.</param>
    /// <param name="bytes">Written at once.</param>
    /// <param name="leave">Close the sending side behind them, as a client that breaks off does.</param>
    /// <returns>What is read until the service closes; the service is trusted to do so.</returns>
    public static async Task<RawAnswers> SendAsync(Uri address, byte[] bytes, bool leave = false)
    {
        ArgumentNullException.ThrowIfNull(address);
        using var client = new TcpClient(address.Host, address.Port) { NoDelay = true };
        await using var stream = client.GetStream();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var received = new MemoryStream();

        // Side by side: a service that refuses early does not read what comes after.
        await Task.WhenAll(WriteAsync(), ReadAsync());
        var text = Encoding.Latin1.GetString(received.ToArray());
        return new RawAnswers(StatusesOf(text), text);

        async Task WriteAsync()
        {
            try
            {
                await stream.WriteAsync(bytes, patience.Token);
                if (leave)
                {
                    client.Client.Shutdown(SocketShutdown.Send);
                }
            }
            catch (IOException)
            {
                // Closed in the face: what was answered before is what counts.
            }
        }

        async Task ReadAsync()
        {
            try
            {
                await stream.CopyToAsync(received, patience.Token);
            }
            catch (IOException)
            {
                // Reset, since not all was read.
            }
        }
    }

    // By their own lengths: a body may well contain what looks like an answer.
    private static List<int> StatusesOf(string text)
    {
        var statuses = new List<int>();
        while (text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            var head = text[..end];
            var status = int.Parse(head.AsSpan(9, 3));
            text = text[(end + 4)..];
            if (status == 100)
            {
                continue;
            }

            statuses.Add(status);
            if (Header(head, "Transfer-Encoding") == "chunked")
            {
                end = text.IndexOf("\r\n0\r\n\r\n", StringComparison.Ordinal);
                text = end < 0 ? "" : text[(end + 7)..];
            }
            else
            {
                text = text[Math.Min(text.Length, int.Parse(Header(head, "Content-Length") ?? "0"))..];
            }
        }

        return statuses;
    }

    private static string? Header(string head, string name) => head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..])
        .FirstOrDefault();
}

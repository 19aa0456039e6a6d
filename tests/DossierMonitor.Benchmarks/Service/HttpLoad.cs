using System.Diagnostics;
using System.Globalization;
using DossierMonitor.Benchmarks.Measuring;

namespace DossierMonitor.Benchmarks.Service;

/// <summary>
/// A cheap client: bodies are there before the clock starts, answers are read to their end and only looked at for what must be
/// in them.
/// </summary>
internal sealed class HttpLoad : IDisposable
{
    private static readonly Uri Events = new("/v1/events", UriKind.Relative);
    private readonly HttpClient _http;
    private long _refused;

    public HttpLoad(Uri address, int connections)
    {
        Connections = connections;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", ServiceProcess.Key);
    }

    public int Connections { get; }

    /// <summary>How often the service asked to come back later.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Sends the bodies in order, as many at a time as there are connections.</summary>
    /// <param name="bodies">Each a request.</param>
    /// <param name="mediaType">Of all of them.</param>
    /// <param name="mustContain">What each answer must contain.</param>
    /// <param name="until">Stop early at this timestamp.</param>
    /// <returns>How many were answered in what time, and what each took, in milliseconds.</returns>
    public async Task<(int Sent, TimeSpan Time, double[] Milliseconds)> PostAsync(
        IReadOnlyList<byte[]> bodies, string mediaType, byte[] mustContain, long until = long.MaxValue)
    {
        var milliseconds = new double[bodies.Count];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await PostConnection.OpenAsync(_http.BaseAddress!, Events.OriginalString, mediaType, ServiceProcess.Key);
            int index;
            while (Stopwatch.GetTimestamp() < until && (index = Interlocked.Increment(ref next)) < bodies.Count)
            {
                var sent = Stopwatch.GetTimestamp();
                await PostAsync(connection, bodies[index], mustContain);
                milliseconds[index] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
            }
        })));
        var count = milliseconds.TakeWhile(each => each > 0).Count();
        return (count, Stopwatch.GetElapsedTime(started), milliseconds[..count]);
    }

    /// <returns>The answer.</returns>
    public async Task<string> PostAsync(HttpContent content)
    {
        using var response = await _http.PostAsync(Events, content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"The service answered {(int)response.StatusCode}: {text}");
    }

    /// <returns>The body; what the service says it took (NaN when it says nothing), and what it took here, in milliseconds.</returns>
    public async Task<(byte[] Body, double Server, double Client)> GetAsync(string path)
    {
        var sent = Stopwatch.GetTimestamp();
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsByteArrayAsync();
        var client = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        return response.IsSuccessStatusCode
            ? (body, ServerTime(response), client)
            : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(PostConnection connection, byte[] body, byte[] mustContain)
    {
        while (true)
        {
            var (status, answer) = await connection.PostAsync(body);
            if (status is 429 or 503)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(5);
                continue;
            }

            if (status is < 200 or > 299 || answer.Span.IndexOf(mustContain) < 0)
            {
                throw new InvalidOperationException($"The service answered {status}: {System.Text.Encoding.UTF8.GetString(answer.Span)}");
            }

            return;
        }
    }

    // Server-Timing: total;dur=1.23
    private static double ServerTime(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Server-Timing", out var values))
        {
            return double.NaN;
        }

        const string mark = "total;dur=";
        var text = string.Join(',', values);
        var start = text.IndexOf(mark, StringComparison.Ordinal);
        return start < 0
            ? double.NaN
            : double.Parse(text[(start + mark.Length)..].Split(',', ';')[0], CultureInfo.InvariantCulture);
    }
}

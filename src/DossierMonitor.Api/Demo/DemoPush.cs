using System.Globalization;
using System.Net;
using System.Text.Json;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Simulation;

namespace DossierMonitor.Api.Demo;

/// <summary>Sends the simulated events as one NDJSON stream, as a portal with a long history would.</summary>
internal static class DemoPush
{
    public static async Task RunAsync(HttpClient http, ProvinceSimulation province, CancellationToken cancellation)
    {
        var progress = new ConsoleProgress("Pushing");
        using var content = new EventStreamContent(province, progress);
        using var response = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), content, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        progress.Done();
        if (!response.IsSuccessStatusCode)
        {
            throw new SettingsException($"The service answered {(int)response.StatusCode}: {text}");
        }

        using var answer = JsonDocument.Parse(text);
        var root = answer.RootElement;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Accepted {root.GetProperty("accepted").GetInt64():N0} of {root.GetProperty("received").GetInt64():N0} events."));
        if (root.GetProperty("accepted").GetInt64() != root.GetProperty("received").GetInt64())
        {
            throw new SettingsException($"Simulated events were refused: {root.GetProperty("items")[0]}");
        }
    }

    private sealed class EventStreamContent : HttpContent
    {
        private readonly ProvinceSimulation _province;
        private readonly ConsoleProgress _progress;

        public EventStreamContent(ProvinceSimulation province, ConsoleProgress progress)
        {
            _province = province;
            _progress = progress;
            Headers.ContentType = new("application/x-ndjson");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            EventLines.WriteAsync(_province.Events(), stream, CancellationToken.None, (sent, e) =>
            {
                var percent = _province.PercentAt(e.Time);
                _progress.Line(percent, string.Create(CultureInfo.InvariantCulture, $"Pushing: {percent,3} % ({sent:N0} events, {e.Time:yyyy-MM-dd})"));
            });

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DossierMonitor.Api.Simulation;

/// <summary>Writes events as NDJSON.</summary>
public static class EventLines
{
    private const int BufferSize = 256 * 1024;

    // As portals write it: + and Vietnamese letters as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="events">In the order in which they are written.</param>
    /// <param name="stream">Written to in large parts.</param>
    /// <param name="cancellation">Stops between two parts.</param>
    /// <param name="written">Told after each part: how many, and the last one.</param>
    /// <returns>How many there were.</returns>
    public static async Task<long> WriteAsync(
        IEnumerable<SimulatedEvent> events, Stream stream, CancellationToken cancellation, Action<long, SimulatedEvent>? written = null)
    {
        var buffer = new ArrayBufferWriter<byte>(BufferSize);
        await using var writer = new Utf8JsonWriter(buffer, Options);
        var count = 0L;
        foreach (var e in events)
        {
            e.WriteTo(writer);
            writer.Flush();
            writer.Reset();
            buffer.Write("\n"u8);
            count++;
            if (buffer.WrittenCount >= BufferSize - 4096)
            {
                await stream.WriteAsync(buffer.WrittenMemory, cancellation);
                buffer.ResetWrittenCount();
                written?.Invoke(count, e);
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellation);
        return count;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.EventLog;

/// <summary>
/// The digest of an event's canonical form: what it says, not how it was written. The same event with another time offset
/// or member order is a duplicate; one that says something else under the same id is a conflict.
/// </summary>
public static class EventDigest
{
    private const int UsualBytes = 1_024;

    // The length before each of the 13 texts, the time, and the two dates.
    private const int BytesBesideTexts = (13 * sizeof(int)) + sizeof(long) + (2 * RoundTripBytes);
    private const int RoundTripBytes = 28;
    private const int InstantBytes = 24;

    public static byte[] Of(DossierEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        var most = BytesBesideTexts + (3 * LengthOfTexts(e));
        if (most <= UsualBytes)
        {
            return Hash(e, stackalloc byte[UsualBytes]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return Hash(e, rented);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static byte[] Hash(DossierEvent e, Span<byte> buffer)
    {
        var writer = new Canonical(buffer);
        writer.Add(e.Source);
        writer.Add(e.Id);
        writer.Add(e.Type.Name());
        writer.Add(e.Code);
        writer.Add(e.Time);
        writer.Add(e.Unit);
        writer.Add(e.Procedure);
        writer.Add(e.Field);
        writer.Add(e.DueAt);
        writer.Add(e.Channel?.ToString());
        writer.Add(e.Holder);
        writer.Add(e.StepDueAt);
        writer.Add(e.Document);
        writer.Add(e.EventId);
        return SHA256.HashData(writer.Written);
    }

    private static int LengthOfTexts(DossierEvent e) =>
        e.Source.Length + e.Id.Length + e.Type.Name().Length + e.Code.Length + Length(e.Unit) + Length(e.Procedure) + Length(e.Field)
        + Length(e.Channel?.ToString()) + Length(e.Holder) + Length(e.Document) + Length(e.EventId);

    private static int Length(string? text) => text?.Length ?? 0;

    // Every part is preceded by its length, so that no two different events run together to the same bytes; −1 = absent.
    private ref struct Canonical(Span<byte> buffer)
    {
        private readonly Span<byte> _buffer = buffer;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

        public void Add(string? text)
        {
            if (text is null)
            {
                AddLength(-1);
                return;
            }

            Fill(Encoding.UTF8.GetBytes(text, _buffer[(_length + sizeof(int))..]));
        }

        public void Add(Instant time)
        {
            BinaryPrimitives.WriteInt64BigEndian(_buffer[_length..], time.Milliseconds);
            _length += sizeof(long);
        }

        /// <summary>As <see cref="AppointedDate.ToString"/> writes it.</summary>
        public void Add(AppointedDate? date)
        {
            var place = _buffer[(_length + sizeof(int))..];
            var written = 0;
            if (date is { Day: { } day })
            {
                day.TryFormat(place, out written, "o", CultureInfo.InvariantCulture);
            }
            else if (date is { Instant: { } instant })
            {
                // The round-trip format has seven digits of the second, of which an instant has three.
                instant.ToDateTimeOffset().UtcDateTime.TryFormat(place, out _, "o", CultureInfo.InvariantCulture);
                written = InstantBytes;
                place[written - 1] = (byte)'Z';
            }

            if (written == 0)
            {
                AddLength(-1);
            }
            else
            {
                Fill(written);
            }
        }

        /// <summary>Makes what was written behind the place of its length a part.</summary>
        private void Fill(int written)
        {
            AddLength(written);
            _length += written;
        }

        private void AddLength(int length)
        {
            BinaryPrimitives.WriteInt32BigEndian(_buffer[_length..], length);
            _length += sizeof(int);
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace DossierMonitor.Storage.Database.Binary;

/// <summary>
/// A growing buffer of small numbers and texts: numbers in as few bytes as they need (LEB128, signed ones folded to even and odd),
/// texts in UTF-8 with their length before them.
/// </summary>
internal sealed class ByteWriter
{
    private byte[] _buffer = new byte[256];
    private int _length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Short(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Take(2), value);

    public void Unsigned(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Signed(long value) => Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Unsigned((ulong)length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Guid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    private Span<byte> Take(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        var part = _buffer.AsSpan(_length, count);
        _length += count;
        return part;
    }
}

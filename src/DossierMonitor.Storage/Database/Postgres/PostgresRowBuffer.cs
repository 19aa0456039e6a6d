using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace DossierMonitor.Storage.Database.Postgres;

/// <summary>
/// Rows in the binary form of COPY, made as their values come: whoever sends them passes bytes on, without an object for each value,
/// and without a list for each column.
/// </summary>
internal sealed class PostgresRowBuffer : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    // The server begins with what it has while the rest is on its way.
    private const int SentAtOnce = 64 * 1024;
    private const int Null = -1;

    // Signature, flags, length of an extension.
    private static readonly byte[] Head = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly List<NpgsqlDbType> _types = [];
    private readonly List<bool> _haveNulls = [];
    private byte[] _bytes;
    private int _length;
    private int _row;
    private int _column;

    /// <param name="capacity">How many bytes are expected.</param>
    public PostgresRowBuffer(int capacity = 0)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, FirstBytes));
        Head.CopyTo(Take(Head.Length));
    }

    /// <summary>How many bytes it has.</summary>
    public int Length => _length;

    public int Rows { get; private set; }

    public void Add(int index, long? value)
    {
        Begin(index, NpgsqlDbType.Bigint, value is null);
        if (value is { } number)
        {
            BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), sizeof(long));
            BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), number);
        }
    }

    public void Add(int index, string? value)
    {
        Begin(index, NpgsqlDbType.Text, value is null);
        if (value is not null)
        {
            var most = Encoding.UTF8.GetMaxByteCount(value.Length);
            var place = Take(sizeof(int) + most);
            var written = Encoding.UTF8.GetBytes(value, place[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(place, written);
            _length -= most - written;
        }
    }

    public void Add(int index, ReadOnlySpan<byte> value)
    {
        Begin(index, NpgsqlDbType.Bytea, isNull: false);
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value.Length);
        value.CopyTo(Take(value.Length));
    }

    public void EndRow()
    {
        if (_column != _types.Count)
        {
            throw new InvalidOperationException("A row has as many values as the one before it.");
        }

        BinaryPrimitives.WriteInt16BigEndian(_bytes.AsSpan(_row), (short)_column);
        _column = 0;
        Rows++;
    }

    public void CopyTo(NpgsqlConnection connection, string sql)
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), -1);
        using var stream = connection.BeginRawBinaryCopy(sql);
        for (var start = 0; start < _length; start += SentAtOnce)
        {
            stream.Write(_bytes, start, Math.Min(SentAtOnce, _length - start));
        }
    }

    /// <summary>The same as an array for each column.</summary>
    public IEnumerable<NpgsqlParameter> AsArrays()
    {
        var arrays = new Array[_types.Count];
        for (var column = 0; column < arrays.Length; column++)
        {
            arrays[column] = _types[column] switch
            {
                NpgsqlDbType.Bigint => _haveNulls[column] ? new long?[Rows] : new long[Rows],
                NpgsqlDbType.Text => new string?[Rows],
                _ => new byte[Rows][],
            };
        }

        var place = Head.Length;
        for (var row = 0; row < Rows; row++)
        {
            place += sizeof(short);
            foreach (var array in arrays)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(place));
                place += sizeof(int);
                if (length == Null)
                {
                    continue;
                }

                var value = _bytes.AsSpan(place, length);
                place += length;
                switch (array)
                {
                    case long[] numbers:
                        numbers[row] = BinaryPrimitives.ReadInt64BigEndian(value);
                        break;
                    case long?[] numbers:
                        numbers[row] = BinaryPrimitives.ReadInt64BigEndian(value);
                        break;
                    case string?[] texts:
                        texts[row] = Encoding.UTF8.GetString(value);
                        break;
                    default:
                        ((byte[][])array)[row] = value.ToArray();
                        break;
                }
            }
        }

        return arrays.Select((array, column) => new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | _types[column], Value = array });
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Begin(int index, NpgsqlDbType type, bool isNull)
    {
        if (index != _column)
        {
            throw new InvalidOperationException("The values of a row come in their order.");
        }

        if (index == 0)
        {
            _row = _length;
            Take(sizeof(short));
        }

        if (index == _types.Count)
        {
            _types.Add(type);
            _haveNulls.Add(isNull);
        }
        else if (isNull)
        {
            _haveNulls[index] = true;
        }

        if (isNull)
        {
            BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), Null);
        }

        _column++;
    }

    private Span<byte> Take(int count)
    {
        if (_length + count > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + count));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        var part = _bytes.AsSpan(_length, count);
        _length += count;
        return part;
    }
}

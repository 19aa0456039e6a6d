using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Binary;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Dossiers;
using DossierMonitor.Storage.EventLog;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Rebuild;

/// <summary>
/// The log in the order of its dossiers, each with its events as <see cref="EventsColumn"/> has them. The log is read once, in its
/// own order; what does not fit into memory goes to sorted runs in a temporary file, which are then read side by side.
/// </summary>
internal sealed class EventsByDossier : IDisposable
{
    // What a dossier takes besides its events, roughly: its buffer's first size, and its place in the dictionary.
    private const int DossierBytes = 400;

    private readonly int _memory;
    private readonly Dictionary<long, Dossier> _dossiers = [];
    private readonly List<long> _runs = [];
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private FileStream? _file;
    private long _size;

    /// <param name="connection">A database with a log.</param>
    /// <param name="memory">How many bytes of events are held at once.</param>
    public EventsByDossier(StoreConnection connection, int? memory = null)
    {
        _memory = memory ?? (int)MemoryShare.Of(8, 4 * 1024 * 1024, 64 * 1024 * 1024);
        try
        {
            using var log = connection.Scan(connection.Script("EventLog/list-log"));
            log.Set(0, 0);
            while (log.Step())
            {
                Add(log.Long(1), log.Long(0), EventRow.Read(log, 2));
                Events++;
            }
        }
        catch
        {
            // A full disk must not be left full.
            Dispose();
            throw;
        }
    }

    public long Events { get; private set; }

    /// <summary>Once: the runs are consumed.</summary>
    public IEnumerable<(long DossierId, byte[] Events)> Dossiers()
    {
        if (_file is null)
        {
            foreach (var (id, dossier) in _dossiers.OrderBy(dossier => dossier.Key))
            {
                yield return (id, dossier.Events.Written.ToArray());
            }

            yield break;
        }

        Spill();
        var queue = new PriorityQueue<Run, (long Id, int Run)>();
        for (var i = 0; i < _runs.Count; i++)
        {
            var run = new Run(_path, _runs[i], i + 1 < _runs.Count ? _runs[i + 1] : _file.Length);
            Queue(run, i);
        }

        var whole = new ByteWriter();
        while (queue.TryPeek(out _, out var first))
        {
            whole.Clear();

            // Runs follow each other as the log does, and the first event of each names its source.
            while (queue.TryPeek(out var run, out var next) && next.Id == first.Id)
            {
                queue.Dequeue();
                whole.Bytes(run.Events);
                Queue(run, next.Run);
            }

            yield return (first.Id, whole.Written.ToArray());
        }

        void Queue(Run run, int number)
        {
            if (run.Next())
            {
                queue.Enqueue(run, (run.Id, number));
            }
            else
            {
                run.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (_file is not null)
        {
            _file.Dispose();
            File.Delete(_path);
        }
    }

    private void Add(long dossierId, long seq, DossierEvent e)
    {
        if (!_dossiers.TryGetValue(dossierId, out var dossier))
        {
            _dossiers[dossierId] = dossier = new Dossier();
            _size += DossierBytes;
        }

        var before = dossier.Events.Written.Length;
        EventsColumn.Append(dossier.Events, e, seq, dossier.Source);
        dossier.Source = e.Source;
        _size += dossier.Events.Written.Length - before;
        if (_size > _memory)
        {
            Spill();
        }
    }

    private void Spill()
    {
        _file ??= new FileStream(_path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 1 << 20 });
        _runs.Add(_file.Length);
        using (var writer = new BinaryWriter(_file, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            foreach (var (id, dossier) in _dossiers.OrderBy(dossier => dossier.Key))
            {
                writer.Write7BitEncodedInt64(id);
                writer.Write7BitEncodedInt(dossier.Events.Written.Length);
                writer.Write(dossier.Events.Written);
            }
        }

        _file.Flush();
        _dossiers.Clear();
        _size = 0;
    }

    private sealed class Dossier
    {
        public ByteWriter Events { get; } = new();

        public string? Source { get; set; }
    }

    private sealed class Run : IDisposable
    {
        private readonly BinaryReader _reader;
        private readonly long _end;

        public Run(string path, long start, long end)
        {
            var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 1 << 18 });
            file.Position = start;
            _reader = new BinaryReader(file);
            _end = end;
        }

        public long Id { get; private set; }

        public byte[] Events { get; private set; } = [];

        public bool Next()
        {
            if (_reader.BaseStream.Position >= _end)
            {
                return false;
            }

            Id = _reader.Read7BitEncodedInt64();
            Events = _reader.ReadBytes(_reader.Read7BitEncodedInt());
            return true;
        }

        public void Dispose() => _reader.Dispose();
    }
}

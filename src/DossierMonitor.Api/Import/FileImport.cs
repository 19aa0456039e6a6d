using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using DossierMonitor.Api.Cli;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Import;

/// <summary>Reads a file into the log through the same parser and the same writer as the HTTP interface.</summary>
internal sealed class FileImport(DossierStore store, TimeProvider time, ConsoleProgress progress, bool dryRun)
{
    private const int PartEvents = 5_000;

    private readonly EventIntake _intake = new(store.Writer, Caller.Administrator, Instant.From(time.GetUtcNow()), dryRun);
    private readonly ImportSummary _summary = new();

    public async Task<ImportSummary> EventsAsync(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using var stream = Decompressed(path, file);
        try
        {
            await new EventStreamIntake(_intake).TakeAsync(stream, (events, outcomes) => Add(events, outcomes, file), cancellation);
        }
        catch (InvalidDataException error)
        {
            throw new SettingsException($"'{path}' is not an intact gzip file. {_summary.Received} events before the damage were taken; importing it again is safe.", error);
        }

        progress.Done();
        return _summary;
    }

    public async Task<ImportSummary> CasesAsync(string path, CsvMapping mapping, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        await using var stream = Decompressed(path, file);
        using var text = new StreamReader(stream);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
        try
        {
            if (!await csv.ReadAsync() || !csv.ReadHeader())
            {
                throw new SettingsException($"'{path}' is empty.");
            }

            var missing = mapping.Columns.Values.Where(column => !csv.HeaderRecord!.Contains(column, StringComparer.Ordinal)).ToList();
            if (missing.Count > 0)
            {
                throw new SettingsException($"'{path}' has no column {string.Join(", ", missing)}. It has: {string.Join(", ", csv.HeaderRecord!)}.");
            }

            var part = new List<SubmittedEvent>();
            while (await csv.ReadAsync())
            {
                cancellation.ThrowIfCancellationRequested();
                var row = new CaseRow(mapping, store.Writer.Rulebook.Clock.Days, column => csv.GetField(column));
                part.AddRange(row.Events().Select(json => _intake.Parser.Parse(json)));
                if (part.Count >= PartEvents)
                {
                    Add(part, await _intake.SubmitAsync(part), file);
                    part = [];
                }
            }

            Add(part, await _intake.SubmitAsync(part), file);
        }
        catch (Exception error) when (error is InvalidDataException or CsvHelperException)
        {
            throw new SettingsException($"'{path}' cannot be read on: {error.Message.Split('\n')[0]} {_summary.Received} events before it were taken; importing it again is safe.", error);
        }

        progress.Done();
        return _summary;
    }

    private void Add(IReadOnlyList<SubmittedEvent> events, IReadOnlyList<EventOutcome> outcomes, FileStream file)
    {
        _summary.Add(events, outcomes);

        // The last part is settled after its reader has read, and closed, the file.
        var percent = !file.CanRead || file.Length == 0 ? 100 : (int)(100 * file.Position / file.Length);
        progress.Line(percent, string.Create(CultureInfo.InvariantCulture, $"Importing: {percent,3} % ({_summary.Received:N0} events)"));
    }

    private static Stream Decompressed(string path, Stream file) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new IntactGzipStream(file) : file;
}

/// <summary>What became of a file's events.</summary>
internal sealed class ImportSummary
{
    private readonly long[] _counts = new long[Enum.GetValues<EventStatus>().Length];
    private readonly Dictionary<(string Pointer, string Reason), (string Text, long Count, string Example)> _reasons = [];

    public long Received { get; private set; }

    public long Accepted => _counts[(int)EventStatus.Accepted];

    public long Duplicates => _counts[(int)EventStatus.Duplicate];

    public long Conflicts => _counts[(int)EventStatus.Conflict];

    public long Rejected => _counts[(int)EventStatus.Rejected];

    public long NotTaken => Conflicts + Rejected;

    public IEnumerable<(string Reason, long Count, string Example)> Reasons =>
        _reasons.Values.OrderByDescending(reason => reason.Count).Select(reason => (reason.Text, reason.Count, reason.Example));

    public void Add(IReadOnlyList<SubmittedEvent> events, IReadOnlyList<EventOutcome> outcomes)
    {
        for (var i = 0; i < events.Count; i++)
        {
            _counts[(int)outcomes[i].Status]++;
            foreach (var reason in outcomes[i].Refusal?.Reasons ?? [])
            {
                var key = (reason.Pointer, reason.Reason);
                var known = _reasons.GetValueOrDefault(key);
                _reasons[key] = (
                    $"{reason.Pointer} {ReasonTexts.Text(reason, Language.English)}",
                    known.Count + 1,
                    known.Example ?? outcomes[i].Refusal!.EventId ?? $"event {Received + 1}");
            }

            Received++;
        }
    }
}

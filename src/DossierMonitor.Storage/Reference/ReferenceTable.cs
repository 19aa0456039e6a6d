using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace DossierMonitor.Storage.Reference;

/// <summary>
/// One CSV file of a reference folder, read row by row. Lines that begin with # before the header are comments; a column
/// that is missing reads as empty, one that nobody knows is an error, since a misspelt header would silently lose data.
/// </summary>
internal sealed class ReferenceTable
{
    private readonly string _file;
    private readonly List<ReferenceError> _errors;
    private readonly string[] _columns;
    private readonly List<(int Line, string[] Cells)> _rows = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.OrdinalIgnoreCase);

    public ReferenceTable(string file, string text, string[] columns, List<ReferenceError> errors)
    {
        _file = file;
        _errors = errors;
        _columns = columns;
        var lines = text.Split('\n');
        var comments = 0;
        while (comments < lines.Length && lines[comments].TrimStart('\uFEFF').StartsWith('#'))
        {
            Comments.Add(lines[comments].TrimStart('\uFEFF')[1..].Trim());
            comments++;
        }

        Read(string.Join('\n', lines[comments..]).TrimStart('\uFEFF'), comments);
    }

    public List<string> Comments { get; } = [];

    public IEnumerable<Row> Rows => _rows.Select(row => new Row(this, row.Line, row.Cells));

    private void Read(string text, int skipped)
    {
        // A quote that nobody closes would swallow the rest of the file.
        var misquoted = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { DetectColumnCountChanges = false, BadDataFound = _ => misquoted = true };
        using var parser = new CsvParser(new StringReader(text), configuration);
        try
        {
            if (!parser.Read())
            {
                _errors.Add(new ReferenceError(_file, 0, "is empty; it needs a header line"));
                return;
            }

            var width = parser.Record!.Length;
            for (var i = 0; i < width; i++)
            {
                var name = parser.Record[i].Trim();
                if (!_columns.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    _errors.Add(new ReferenceError(_file, skipped + parser.RawRow, $"unknown column '{name}'; known are {string.Join(", ", _columns)}"));
                }
                else if (!_index.TryAdd(name, i))
                {
                    _errors.Add(new ReferenceError(_file, skipped + parser.RawRow, $"column '{name}' stands twice"));
                }
            }

            while (parser.Read())
            {
                var cells = parser.Record!;
                if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                {
                    continue;
                }

                var line = skipped + parser.RawRow;
                if (misquoted)
                {
                    misquoted = false;
                    _errors.Add(new ReferenceError(_file, line, "a quote is not closed, or stands inside a cell without being doubled"));
                    continue;
                }

                // A comma in a name that nobody quoted shifts every cell behind it.
                if (cells.Length > width && Array.Exists(cells[width..], cell => !string.IsNullOrWhiteSpace(cell)))
                {
                    _errors.Add(new ReferenceError(_file, line, $"has {cells.Length} cells, the header {width}: a cell with a comma needs quotes"));
                    continue;
                }

                _rows.Add((line, cells));
            }
        }
        catch (CsvHelperException error)
        {
            _errors.Add(new ReferenceError(_file, skipped + parser.RawRow, error.Message.Split('\n')[0]));
        }
    }

    internal readonly struct Row(ReferenceTable table, int line, string[] cells)
    {
        public int Line => line;

        public string? Text(string column)
        {
            if (!table._index.TryGetValue(column, out var index) || index >= cells.Length)
            {
                return null;
            }

            var value = cells[index].Trim();
            return value.Length == 0 ? null : value;
        }

        public string Required(string column)
        {
            if (Text(column) is { } value)
            {
                return value;
            }

            Error($"{column} is missing");
            return "";
        }

        public string Code(string column)
        {
            var value = Required(column);
            CheckCode(column, value);
            return value;
        }

        public string? OptionalCode(string column)
        {
            var value = Text(column);
            if (value is not null)
            {
                CheckCode(column, value);
            }

            return value;
        }

        public DateOnly? Date(string column)
        {
            if (Text(column) is not { } value)
            {
                return null;
            }

            if (DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            Error($"{column} '{value}' is not a date like 2022-12-31");
            return null;
        }

        /// <summary>validFrom and validTo, which must not be the wrong way round: such a row would never hold.</summary>
        public (DateOnly? From, DateOnly? To) Validity()
        {
            var (from, to) = (Date("validFrom"), Date("validTo"));
            if (to < from)
            {
                Error("validTo is before validFrom");
            }

            return (from, to);
        }

        public int? Whole(string column, int minimum, int maximum)
        {
            if (Text(column) is not { } value)
            {
                return null;
            }

            if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum)
            {
                return number;
            }

            Error($"{column} '{value}' is not a whole number from {minimum} to {maximum}");
            return null;
        }

        public T? Choice<T>(string column, IReadOnlyDictionary<string, T> choices)
            where T : struct
        {
            if (Text(column) is not { } value)
            {
                return null;
            }

            if (choices.TryGetValue(value, out var choice))
            {
                return choice;
            }

            Error($"{column} '{value}' is not one of {string.Join(", ", choices.Keys)}");
            return null;
        }

        public void Error(string reason) => table._errors.Add(new ReferenceError(table._file, line, reason));

        private void CheckCode(string column, string value)
        {
            if (value.Length > 64 || value.Any(char.IsControl))
            {
                Error($"{column} has more than 64 characters or a control character");
            }
        }
    }
}

using System.Runtime.InteropServices;

namespace DossierMonitor.Benchmarks.Measuring;

/// <summary>A Markdown table on standard output; what is under way goes to standard error.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    /// <param name="notes">What a reader must know to judge the numbers.</param>
    public void Print(params IEnumerable<string> notes)
    {
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Line(columns);
        Line([.. columns.Select((_, column) => column == 0 ? "---" : "---:")]);
        _rows.ForEach(Line);
        Console.WriteLine();
        Console.WriteLine($"Median (least–most). {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}, load program on the same ones. {string.Join(' ', notes)}");
        Console.WriteLine();
    }

    private static void Line(string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");
}

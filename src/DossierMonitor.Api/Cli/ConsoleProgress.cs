using System.Globalization;

namespace DossierMonitor.Api.Cli;

/// <summary>One line on standard error that is written over in a terminal, and now and then a new one in a log.</summary>
internal sealed class ConsoleProgress(string what) : IProgress<(int Done, int Total)>
{
    private int _lastPercent = -1;
    private bool _written;

    public void Report((int Done, int Total) value)
    {
        var percent = value.Total == 0 ? 100 : (int)(100L * value.Done / value.Total);
        Line(percent, string.Create(CultureInfo.InvariantCulture, $"{what}: {percent,3} % ({value.Done:N0} of {value.Total:N0})"));
    }

    /// <param name="percent">How far; −1 when the whole is not known.</param>
    /// <param name="text">What to show.</param>
    public void Line(int percent, string text)
    {
        if (Console.IsErrorRedirected)
        {
            if (percent >= _lastPercent + 10 || percent < 0)
            {
                _lastPercent = percent;
                Console.Error.WriteLine(text);
            }

            return;
        }

        _written = true;
        Console.Error.Write($"\r{text}\u001b[K");
    }

    public void Done()
    {
        if (_written)
        {
            Console.Error.WriteLine();
            _written = false;
        }
    }
}

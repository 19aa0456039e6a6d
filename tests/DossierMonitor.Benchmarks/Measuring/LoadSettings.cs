using DossierMonitor.Api.Hosting;
using DossierMonitor.Tests.Shared;

namespace DossierMonitor.Benchmarks.Measuring;

/// <param name="Work">Folder of databases and published programs; must lie on the disk that is to be measured.</param>
/// <param name="Program">The service's executable; null = publish it from this checkout.</param>
/// <param name="Runs">How often each thing is measured.</param>
/// <param name="Fresh">Make prepared databases again.</param>
internal sealed record LoadSettings(string Work, string? Program, int Runs, bool Fresh)
{
    public static string DefaultWork => Path.Combine(Repository.Root, "out", "benchmarks");

    public string PathOf(string name) => Path.Combine(Work, name);

    public static void Say(string text) => Console.Error.WriteLine(text);

    public static SettingsException Wrong(string message) => new(message);
}

using System.CommandLine;

namespace DossierMonitor.Api.Cli;

internal static class DemoCommand
{
    public static Command Create() => new("demo", "A simulated year of a province.");
}

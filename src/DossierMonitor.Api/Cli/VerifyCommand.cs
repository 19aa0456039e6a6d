using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.GetLogHead;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;
using DossierMonitor.Storage.Verification;

namespace DossierMonitor.Api.Cli;

/// <summary><c>verify</c>: proves a database from its log; the service may run meanwhile.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Prove the database from its log: the engine's own check, the chains, every dossier, every tally. Exit code 0, or 1 with the first difference. The service may run meanwhile.");
        var heads = new Option<string[]>("--head")
        {
            Description = "A published head of the log (the answer of GET /v1/log/head, saved): shows a log that was cut off at its end. May be repeated.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = false,
        };
        var dontRecord = new Option<bool>("--no-record") { Description = "Do not note the result in the database, where the service's answers show it." };
        var common = new CommonOptions();
        command.Options.Add(heads);
        command.Options.Add(dontRecord);
        common.AddTo(command);
        command.SetAction((result, cancellation) => Task.FromResult(
            Run(common.OfExistingDatabase(result), result.GetValue(heads) ?? [], !result.GetValue(dontRecord), cancellation)));
        return command;
    }

    private static int Run(ServiceSettings settings, string[] headFiles, bool record, CancellationToken cancellation)
    {
        var rulebook = ServiceHost.LoadRulebook(settings);
        var progress = new Progress();
        var result = Verifier.Run(
            settings.DatabasePath, rulebook, [.. headFiles.SelectMany(ReadHeads)], TimeProvider.System, progress, cancellation);
        progress.Done();
        if (record)
        {
            Record(settings.DatabasePath, result);
        }

        if (result.Difference is not { } difference)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Verified: {result.Events:N0} events, {result.Dossiers:N0} dossiers, in {(result.FinishedAt - result.StartedAt).TotalSeconds:0.0} s. The database is what its log says."));
            return CommandLine.Success;
        }

        Console.WriteLine($"DIFFERENCE in {difference.Part}: {difference.Detail}");
        foreach (var (name, value) in new[] { ("dossier", difference.Dossier), ("source", difference.Source), ("event", difference.EventId), ("place in the log", difference.Seq?.ToString(CultureInfo.InvariantCulture)) })
        {
            if (value is not null)
            {
                Console.WriteLine($"  {name}: {value}");
            }
        }

        return CommandLine.Incomplete;
    }

    private static void Record(string path, VerificationResult result)
    {
        try
        {
            VerificationLog.Append(path, result);
        }
        catch (System.Data.Common.DbException error)
        {
            // A database that cannot be written is no reason to keep the result back.
            Console.Error.WriteLine($"The result could not be noted in the database: {error.Message}");
        }
    }

    private static IEnumerable<ChainHead> ReadHeads(string file)
    {
        try
        {
            var answer = JsonSerializer.Deserialize<LogHeadAnswer>(File.ReadAllText(file), ApiJson.Options);
            return answer?.Heads is { } heads
                ? [.. heads.Select(head => new ChainHead(head.Source, head.Events, head.Chain, Instant.Parse(head.LastRecordedAt)))]
                : throw new SettingsException($"{file} is not an answer of GET /v1/log/head.");
        }
        catch (Exception error) when (error is JsonException or IOException or FormatException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file} is not an answer of GET /v1/log/head: {error.Message}", error);
        }
    }

    /// <summary>One line per part, written over while it lasts.</summary>
    private sealed class Progress : IProgress<VerificationProgress>
    {
        private ConsoleProgress? _line;
        private string _part = "";

        public void Report(VerificationProgress value)
        {
            if (value.Part != _part)
            {
                _line?.Done();
                _part = value.Part;
                _line = new ConsoleProgress("Verifying " + _part);
            }

            _line!.Report(((int)value.Done, (int)value.Total));
        }

        public void Done() => _line?.Done();
    }
}

using System.CommandLine;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.Keys;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Cli;

/// <summary><c>keys create|list|revoke</c>: who may push and read. A service on the same database knows of it within a minute.</summary>
internal static class KeysCommand
{
    /// <summary>Who is named in the audit.</summary>
    public const string Actor = "command line";

    public static Command Create()
    {
        var command = new Command("keys", "Keys: who may push and read. A service on the same database knows of a change within a minute.");
        command.Subcommands.Add(CreateKey());
        command.Subcommands.Add(List());
        command.Subcommands.Add(Revoke());
        return command;
    }

    private static Command CreateKey()
    {
        var command = new Command("create", "Make a key and print it, alone, on standard output. It is stored nowhere and cannot be shown again.");
        var name = new Option<string>("--name") { Description = "Whose it is.", HelpName = "N", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"What it may do, separated by commas: {ScopeNames.Known}.", HelpName = "a,b", Required = true };
        var source = new Option<string?>("--source") { Description = "The source it writes for; events of any other are refused.", HelpName = "S" };
        var unit = new Option<string?>("--unit") { Description = "The unit it is bound to, with those below it. Default: all.", HelpName = "U" };
        var expires = new Option<string?>("--expires") { Description = "Its last day (yyyy-MM-dd) or the moment from which it is worth nothing (RFC 3339). Default: never.", HelpName = "D" };
        command.Options.Add(name);
        command.Options.Add(scopes);
        command.Options.Add(source);
        command.Options.Add(unit);
        command.Options.Add(expires);
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            var reasons = new List<RefusalReason>();
            var request = new CreateKeyRequest(
                result.GetValue(name)!,
                result.GetValue(scopes)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                result.GetValue(source),
                result.GetValue(unit),
                result.GetValue(expires));
            var now = Instant.From(TimeProvider.System.GetUtcNow());
            var wanted = KeyCheck.Check(request, ServiceHost.LoadRulebook(settings), now, reasons)
                ?? throw new SettingsException(string.Join(
                    Environment.NewLine, reasons.Select(reason => $"{reason.Pointer}: {ReasonTexts.Text(reason, Language.English)}")));
            Console.WriteLine(AdministrativeWriter.Run(settings.DatabasePath, TimeProvider.System, Actor, writer => writer.CreateKey(wanted)).Key);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the keys that there are and were; never the keys themselves.");
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);
            var now = Instant.From(TimeProvider.System.GetUtcNow());
            Console.WriteLine("prefix\tstate\tname\tsource\tscopes\tunit\tcreated\texpires\trevoked");
            foreach (var key in AccessKeys.List(settings.DatabasePath, TimeProvider.System).Select(key => KeyAnswer.Of(key, settings.Clock.Days, now)))
            {
                Console.WriteLine(string.Join('\t', key.Prefix, key.State, key.Name, key.Source ?? "-", string.Join(',', key.Scopes), key.Unit ?? "-", key.CreatedAt, key.ExpiresAt ?? "-", key.RevokedAt ?? "-"));
            }

            return CommandLine.Success;
        });
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Make a key worthless, for good.");
        var prefix = new Argument<string>("PREFIX") { Description = "What stands before the point of the key." };
        command.Arguments.Add(prefix);
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);

            // Whoever pastes the whole key means it, and must not find it in an error message.
            var named = result.GetValue(prefix)!.Split('.')[0];
            var revoked = AdministrativeWriter.Run(settings.DatabasePath, TimeProvider.System, Actor, writer => writer.RevokeKey(named))
                ?? throw new SettingsException("There is no such key; see keys list.");
            Console.WriteLine($"{revoked.Prefix} ({revoked.Name}) was revoked at {settings.Clock.Days.Text(revoked.RevokedAt!.Value)}.");
            return CommandLine.Success;
        });
        return command;
    }
}

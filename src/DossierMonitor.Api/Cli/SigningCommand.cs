using System.CommandLine;
using DossierMonitor.Api.Endpoints.Keys;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.EventLog;

namespace DossierMonitor.Api.Cli;

/// <summary><c>signing create|revoke</c>: sources that must sign what they push.</summary>
internal static class SigningCommand
{
    public static Command Create()
    {
        var command = new Command("signing", "Signed pushes: a source that has a signing secret must sign (Standard Webhooks), beside its key.");
        command.Subcommands.Add(CreateSecret());
        command.Subcommands.Add(Revoke());
        return command;
    }

    private static Command CreateSecret()
    {
        var command = new Command("create", "Make a signing secret and print it, alone, on standard output. A second one lets the source change over.");
        var source = new Option<string>("--source") { Description = "Who must sign.", HelpName = "S", Required = true };
        command.Options.Add(source);
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = SettingsLoader.Load(common.Flags(result));
            var reasons = new List<RefusalReason>();
            KeyCheck.CheckSource(result.GetValue(source)!, reasons);
            if (reasons.Count > 0)
            {
                throw new SettingsException(ReasonTexts.Text(reasons[0], Language.English));
            }

            Console.WriteLine(AdministrativeWriter.Run(
                settings.DatabasePath, TimeProvider.System, KeysCommand.Actor, writer => writer.AddSigningSecret(result.GetValue(source)!)).Secret);
            return CommandLine.Success;
        });
        return command;
    }

    private static Command Revoke()
    {
        var command = new Command("revoke", "Take a signing secret back; GET /v1/sources/{source}/signing-secrets lists them. Without any the source need not sign.");
        var source = new Option<string>("--source") { Description = "Whose it is.", HelpName = "S", Required = true };
        var id = new Option<long>("--id") { Description = "Which.", HelpName = "N", Required = true };
        command.Options.Add(source);
        command.Options.Add(id);
        var common = new CommonOptions();
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);
            return AdministrativeWriter.Run(
                settings.DatabasePath, TimeProvider.System, KeysCommand.Actor,
                writer => writer.RevokeSigningSecret(result.GetValue(source)!, result.GetValue(id)))
                ? CommandLine.Success
                : throw new SettingsException("There is no such secret of that source, or it was revoked before.");
        });
        return command;
    }
}

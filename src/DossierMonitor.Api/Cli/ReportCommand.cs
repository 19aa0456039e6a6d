using System.CommandLine;
using System.Globalization;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Reports;
using DossierMonitor.Api.Security;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Cli;

/// <summary><c>report NAME</c>: the bytes that GET /v1/reports/NAME answers with, into a file; the service may run meanwhile.</summary>
internal static class ReportCommand
{
    private static readonly (string Flag, string Parameter, string Description)[] Asked =
    [
        ("--by", "by", "What the rows are: district, branch, unit, and of the forms field too."),
        ("--from", "from", "First day of the period, as 2022-01-01. Default: 1 January of the as-of instant's year."),
        ("--to", "to", "Last day of the period. Default: the as-of instant's day."),
        ("--as-of", "asOf", "What had happened by then, as 2022-12-15T17:00:00+07:00. Default: now."),
        ("--known-at", "knownAt", "What had been recorded by then. Default: everything."),
        ("--definition", "definition", "Of the league: closed, closed-plus-overdue, workload, strict."),
        ("--minimum", "minimum", "Of the league: units with fewer dossiers are not ranked. Default 30."),
        ("--closing", "closing", "Of the league: the number of a closing, whose frozen figures are taken."),
        ("--unit", "unit", "Only this unit and those below it."),
        ("--field", "field", "Only this field."),
        ("--procedure", "procedure", "Only this procedure."),
        ("--channel", "channel", "Only this channel: direct, online, post."),
        ("--include", "include", "branches: a district with its land-registry branches."),
        ("--lang", "lang", "vi or en. Default en."),
    ];

    public static Command Create()
    {
        var command = new Command("report", "Write a report: the same as GET /v1/reports/NAME. The service may run meanwhile; the rules are those that the database's figures were computed by. Exit code 0, or 2 when something is asked wrongly.");
        foreach (var report in Report.All)
        {
            command.Subcommands.Add(Create(report));
        }

        return command;
    }

    private static Command Create(Report report)
    {
        var command = new Command(report.Id, $"GET /v1/reports/{report.Id}");
        var asked = Asked.Select(one => (one.Parameter, Option: new Option<string?>(one.Flag) { Description = one.Description })).ToList();
        var format = new Option<string?>("--format") { Description = "json, csv, xlsx or html. Default: what the name of the file ends with, else json." };
        var mark = new Option<bool>("--bom") { Description = "CSV begins with a byte order mark, which Excel needs for Vietnamese letters." };
        var output = new Option<string?>("--output") { Description = "File to write; - or none is standard output.", HelpName = "FILE" };
        var common = new CommonOptions();
        foreach (var (_, option) in asked)
        {
            command.Options.Add(option);
        }

        command.Options.Add(format);
        command.Options.Add(mark);
        command.Options.Add(output);
        common.AddTo(command);
        command.SetAction(result =>
        {
            var settings = common.OfExistingDatabase(result);
            var file = result.GetValue(output) is { } path && path != "-" ? path : null;
            var parameters = asked.Select(one => (one.Parameter, Value: result.GetValue(one.Option)))
                .Append(("format", result.GetValue(format) ?? FormatOf(file)))
                .Append(("bom", result.GetValue(mark) ? "1" : null))
                .Where(one => one.Item2 is not null)
                .ToDictionary(one => one.Item1, one => one.Item2, StringComparer.Ordinal);
            Write(file, Compose(report, settings, parameters));
            return CommandLine.Success;
        });
        return command;
    }

    // Asked as the service is asked, so that the same is answered and the same refused.
    private static byte[] Compose(Report report, ServiceSettings settings, Dictionary<string, string?> parameters)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = QueryString.Create(parameters);
        try
        {
            return ClosedDatabase.Read(settings.DatabasePath, snapshot => report
                .Of(request, snapshot, Instant.From(TimeProvider.System.GetUtcNow()), Caller.Administrator, settings.Simulated)
                .Write(AnswerForms.Of(request, AnswerForms.OfReports), parameters.ContainsKey("bom")));
        }
        catch (ApiProblemException problem)
        {
            throw new SettingsException(
                string.Join(Environment.NewLine, problem.Reasons.Select(reason => $"{Flag(reason.Pointer)}{ReasonTexts.Text(reason, Language.English)}")), problem);
        }
    }

    private static string Flag(string pointer)
    {
        var name = pointer.TrimStart('/');
        return name.Length == 0 ? "" : (Asked.FirstOrDefault(one => one.Parameter == name).Flag ?? "--" + name) + ": ";
    }

    private static string? FormatOf(string? file) =>
        Path.GetExtension(file)?.TrimStart('.').ToLower(CultureInfo.InvariantCulture) is "json" or "csv" or "xlsx" or "html" ? Path.GetExtension(file)![1..].ToLower(CultureInfo.InvariantCulture) : null;

    private static void Write(string? file, byte[] body)
    {
        if (file is null)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(body);
            return;
        }

        try
        {
            File.WriteAllBytes(file, body);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file} cannot be written: {error.Message}", error);
        }
    }
}

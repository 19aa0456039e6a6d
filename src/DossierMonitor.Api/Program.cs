using DossierMonitor.Api.Cli;

return await CommandLine.RunAsync(args);

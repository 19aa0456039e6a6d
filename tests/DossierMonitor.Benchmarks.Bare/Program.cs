using DossierMonitor.Benchmarks.Bare;
using FastEndpoints;

// What the start of the service is held against: the same framework with one endpoint and nothing else.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddFastEndpoints(options =>
{
    options.DisableAutoDiscovery = true;
    options.Assemblies = [typeof(HelloEndpoint).Assembly];
});
var application = builder.Build();
application.UseFastEndpoints();
await application.StartAsync();
foreach (var address in application.Urls)
{
    Console.WriteLine($"Listening: {address}");
}

await application.WaitForShutdownAsync();

using System.Diagnostics;
using System.IO.Compression;
using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Ingest;
using DossierMonitor.Api.Problems;
using DossierMonitor.Api.Security;
using DossierMonitor.Storage;
using DossierMonitor.Storage.Administration;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Reference;
using FastEndpoints;
using Microsoft.AspNetCore.ResponseCompression;
using Scalar.AspNetCore;
using Serilog;
using Serilog.Events;

namespace DossierMonitor.Api.Hosting;

/// <summary>The service: an open store behind an HTTP server.</summary>
public sealed class ServiceHost : IAsyncDisposable
{
    private const int LeastThreads = 16;
    private const int MaximumConnections = 5_000;

    private static readonly HashSet<string> KnownMethods =
    [
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Patch, HttpMethods.Options, HttpMethods.Trace, HttpMethods.Connect,
    ];

    private readonly WebApplication _application;

    private ServiceHost(WebApplication application, DossierStore store)
    {
        _application = application;
        Store = store;
    }

    public DossierStore Store { get; }

    /// <summary>Where it really listens, also when it was asked for port 0.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _application.Urls];

    /// <summary>The admin key that was made because there was none at all; it is nowhere else.</summary>
    public string? FirstKey { get; private init; }

    /// <summary>Every route that is served.</summary>
    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. _application.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Loads the reference data, opens the database, recomputes if the rules changed, and starts to listen.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="time">Clock.</param>
    /// <param name="progress">Told how far a recomputation is.</param>
    /// <param name="shipped">The shipped reference data, if somebody reads them already.</param>
    /// <exception cref="SettingsException">Something is wrong that the operator can put right.</exception>
    public static async Task<ServiceHost> StartAsync(
        ServiceSettings settings, TimeProvider time, IProgress<(int Done, int Total)>? progress = null, Task<ReferenceData>? shipped = null)
    {
        ArgumentNullException.ThrowIfNull(settings);

        // A read must not queue behind batches that are being parsed: the system shares processors more fairly than a queue does.
        ThreadPool.GetMinThreads(out var threads, out var completionThreads);
        ThreadPool.SetMinThreads(Math.Max(threads, LeastThreads), completionThreads);
        var opening = Task.Run(() => OpenStoreAsync(settings, time, progress, shipped));
        WebApplication? application = null;
        try
        {
            // Putting the application together and opening the store take about as long, and neither needs the other.
            application = Build(settings, new ServedStore(opening), time);
            var store = await opening;
            var firstKey = await MakeFirstKeyAsync(settings, store);
            await ListenAsync(application, settings);
            return new ServiceHost(application, store) { FirstKey = firstKey };
        }
        catch
        {
            await StopAsync(application, opening);
            throw;
        }
    }

    public static async Task<DossierStore> OpenStoreAsync(
        ServiceSettings settings, TimeProvider time, IProgress<(int Done, int Total)>? progress = null, Task<ReferenceData>? shipped = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var rulebook = LoadRulebook(settings, shipped);
        try
        {
            return await DossierStore.OpenAsync(settings.DatabasePath, rulebook, time, progress, settings.GroupCommit);
        }
        catch (StorageException error)
        {
            throw new SettingsException(error.Message, error);
        }
    }

    /// <summary>The rules that the settings and the reference folder make.</summary>
    /// <exception cref="SettingsException">The folder is wrong.</exception>
    public static Rulebook LoadRulebook(ServiceSettings settings, Task<ReferenceData>? shipped = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            var reference = shipped is not null && settings.ReferenceFolder == ServiceSettings.ShippedReference
                ? shipped.GetAwaiter().GetResult()
                : ReferenceFolder.Load(settings.ReferenceFolder);
            return new Rulebook(reference, settings.Clock);
        }
        catch (ReferenceException error)
        {
            throw new SettingsException(error.Message, error);
        }
    }

    public Task WaitForShutdownAsync() => _application.WaitForShutdownAsync();

    /// <summary>Stops listening, finishes what was accepted, checkpoints and closes the database.</summary>
    public ValueTask DisposeAsync() => StopAsync(_application, Task.FromResult(Store));

    private static async Task<string?> MakeFirstKeyAsync(ServiceSettings settings, DossierStore store)
    {
        if (settings.AdminKey is not null || store.Reader.Read(AccessKeys.List).Count > 0)
        {
            return null;
        }

        if (!settings.IsLoopbackOnly)
        {
            throw new SettingsException(
                $"Without any key (DOSSIER__ADMINKEY, or keys create) the service listens on loopback only; Urls is '{settings.Urls}'.");
        }

        var request = new AccessKeyRequest("first start", null, Scopes.Admin, null, null);
        return await store.Writer.AdministrateAsync("service", writer => writer.CreateFirstKey(request));
    }

    private static async Task ListenAsync(WebApplication application, ServiceSettings settings)
    {
        try
        {
            await application.StartAsync();
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // Taken, not allowed, or without a certificate.
            throw new SettingsException($"Cannot listen on {settings.Urls}: {error.Message}", error);
        }
    }

    private static async ValueTask StopAsync(WebApplication? application, Task<DossierStore> opening)
    {
        if (application is not null)
        {
            await application.StopAsync();
            await application.DisposeAsync();
        }

        // One that could not be opened has been told of, and leaves nothing to close.
        await Task.WhenAny(opening);
        if (opening.IsCompletedSuccessfully)
        {
            await (await opening).DisposeAsync();
        }
    }

    private static WebApplication Build(ServiceSettings settings, ServedStore store, TimeProvider time)
    {
        // The settings are read already; nothing that the framework would read besides them has a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(ServiceHost).Assembly.GetName().Name,
        });
        RequestFraming.RequireWholeLineBreaks();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaximumConnections;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.MaxRequestBodySize = RequestBody.MaximumBytes;
            if (settings.Kestrel is { } section && section.Exists())
            {
                kestrel.Configure(section);
            }
        });
        builder.WebHost.UseUrls([.. settings.UrlList]);
        var logger = CreateLogger(settings);
        builder.Host.UseSerilog(logger, dispose: true);
        builder.Services.AddRouting();
        builder.Services.AddSingleton<DistributedContextPropagator, OwnTraceIds>();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<ServiceMetrics>();
        builder.Services.AddSingleton<KnownTags>();
        builder.Services.AddSingleton<ParsingTurns>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddSingleton<RequestLimits>();
        builder.Services.AddHostedService<NightlyVerification>();
        builder.Services.AddFastEndpoints(options =>
        {
            options.DisableAutoDiscovery = true;
            options.Assemblies = [typeof(ServiceHost).Assembly];
        });
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/yaml", "text/csv"];
        });

        // Figures shrink to a tenth at the first level; the higher ones take longer than the figures themselves.
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

        var application = builder.Build();
        application.UseSerilogRequestLogging(logging =>
        {
            // Its own default is the process's logger, which nobody sets.
            logging.Logger = logger;

            // The path of a dossier names its code; the route is enough to operate by. A method can be any word, of which the
            // known ones are enough.
            logging.MessageTemplate = "{Method} {Route} answered {StatusCode} in {Elapsed:0.0} ms";
            logging.EnrichDiagnosticContext = (context, http) =>
            {
                context.Set("Method", KnownMethods.Contains(http.Request.Method) ? http.Request.Method : "(other)");
                context.Set("Route", (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)");
            };
            logging.GetLevel = (http, _, error) =>
                error is not null || http.Response.StatusCode >= 500 ? LogEventLevel.Error : LogEventLevel.Debug;
        });
        application.UseMiddleware<ServerTiming>();
        application.UseResponseCompression();
        application.Use((context, next) =>
        {
            // With the first byte: a problem begins its answer anew, and is to have them too.
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
                if (context.Request.IsHttps || settings.BehindTls)
                {
                    context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
                }

                if (settings.Simulated)
                {
                    context.Response.Headers["Data-Label"] = "simulated";
                }

                return Task.CompletedTask;
            });
            return next(context);
        });
        application.UseMiddleware<ProblemMiddleware>();
        application.UseMiddleware<RequestFraming>();
        application.Use((context, next) =>
        {
            // The framework maps a route for its own test tools, which would tell everybody the names of our types.
            if (context.Request.Path.StartsWithSegments("/_test_url_cache_", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return next(context);
        });
        application.UseMiddleware<DocumentationPolicy>();
        application.UseRouting();
        application.Use((context, next) =>
        {
            // The page that shows the contract would repeat whatever name it is asked for by; it has one contract, which needs none.
            if (context.Request.RouteValues.GetValueOrDefault("documentName") is not null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return next(context);
        });
        application.UseMiddleware<Authentication>();
        application.UseFastEndpoints();
        application.MapGet("/openapi/v1.yaml", Contract).WithMetadata(AccessPolicy.Open);
        application.MapScalarApiReference("/docs", options =>
        {
            // An internal service's documentation must not call home, offer to deploy, or fetch fonts.
            options.WithTitle("DossierMonitor").WithOpenApiRoutePattern("/openapi/v1.yaml");
            options.Telemetry = false;
            options.DefaultFonts = false;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.HideClientButton = true;
            options.Agent = new() { Disabled = true };
            options.Mcp = new() { Disabled = true };
        }).WithMetadata(AccessPolicy.Open);
        Pages.Map(application);
        application.UseEndpoints(_ => { });
        return application;
    }

    private static IResult Contract() =>
        Results.File(Path.Combine(AppContext.BaseDirectory, "openapi", "dossier-monitor.v1.yaml"), "application/yaml; charset=utf-8");

    /// <summary>Logs go to standard error, so that what a command prints can be piped.</summary>
    private static Serilog.Core.Logger CreateLogger(ServiceSettings settings) => new LoggerConfiguration()
        .MinimumLevel.Is(Level(settings))
        .MinimumLevel.Override("Microsoft", (LogEventLevel)Math.Max((int)LogEventLevel.Warning, (int)Level(settings)))
        .WriteTo.Console(
            standardErrorFromLevel: LogEventLevel.Verbose,

            // By its trace id a failure is found that a problem told somebody of.
            outputTemplate: "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj} {TraceId}{NewLine}{Exception}",
            formatProvider: System.Globalization.CultureInfo.InvariantCulture)
        .CreateLogger();

    private static LogEventLevel Level(ServiceSettings settings) => Enum.Parse<LogEventLevel>(settings.LogLevel, ignoreCase: true);
}

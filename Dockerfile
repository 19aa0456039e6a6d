# Build steps are the commands that .ci/run executes; see its step "Dockerfile".
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /build
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
COPY openapi/ openapi/
RUN dotnet restore src/DossierMonitor.Api -r linux-x64 --locked-mode
RUN dotnet publish src/DossierMonitor.Api -c Release -r linux-x64 --self-contained false --no-restore -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
# The base image's own user without rights; it owns nothing but the volume.
RUN mkdir /data && chown $APP_UID:$APP_UID /data
USER $APP_UID
VOLUME /data
ENV DOSSIER__DATABASE=sqlite:/data/dossier-monitor.db \
    DOSSIER__URLS=http://0.0.0.0:8080 \
    ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
# The base image has neither curl nor wget: the program asks itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["./dossier-monitor", "health", "http://127.0.0.1:8080"]
STOPSIGNAL SIGTERM
# Listening beyond loopback needs DOSSIER__ADMINKEY (32 characters or more); without it the start stops and says so.
ENTRYPOINT ["./dossier-monitor"]
CMD ["serve"]

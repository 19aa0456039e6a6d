using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Hosting;
using DossierMonitor.Api.Problems;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.Badges;

/// <summary>What a badge shows.</summary>
public sealed record Badge(string Label, string Value, BadgeVerdict Verdict, string Title);

/// <summary>An answer that is a picture of one figure.</summary>
public abstract class BadgeEndpoint(ServedStore store, KnownTags tags, TimeProvider time) : SnapshotEndpoint(store, tags, time)
{
    protected abstract Badge Read(Snapshot snapshot);

    public override Task HandleAsync(CancellationToken ct) => ReadAsync(
        Read,
        badge =>
        {
            // Opened by itself it is a document of this service: one that may load and run nothing.
            HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";
            return WriteAsync(BadgeImage.Draw(badge.Label, badge.Value, badge.Verdict, badge.Title, Language.Tag()), "image/svg+xml; charset=utf-8", null, ct);
        });

    protected string Say(string en, string vi) => new Words(en, vi).In(Language);

    protected static BadgeVerdict VerdictOf(bool? met) => met switch
    {
        true => BadgeVerdict.Met,
        false => BadgeVerdict.Missed,
        _ => BadgeVerdict.Nothing,
    };

    protected string Words(BadgeVerdict verdict) => verdict switch
    {
        BadgeVerdict.Met => Say("target met", "đạt mục tiêu"),
        BadgeVerdict.Missed => Say("target missed", "không đạt mục tiêu"),
        BadgeVerdict.NoTarget => Say("no target", "không có mục tiêu"),
        _ => Say("nothing to judge yet", "chưa có số liệu"),
    };
}

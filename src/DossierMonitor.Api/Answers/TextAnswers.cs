using DossierMonitor.Api.Endpoints.Closings;
using DossierMonitor.Api.Endpoints.GetAgeing;
using DossierMonitor.Api.Endpoints.GetDueSoon;
using DossierMonitor.Api.Endpoints.GetLeague;
using DossierMonitor.Api.Endpoints.GetOnTime;
using DossierMonitor.Api.Endpoints.GetTargets;
using DossierMonitor.Api.Endpoints.GetTrend;
using DossierMonitor.Api.Endpoints.ListDossiers;
using DossierMonitor.Api.Problems;

namespace DossierMonitor.Api.Answers;

/// <summary>Answers as tables for terminals: what they are about in the first line, then the columns that one looks for.</summary>
internal static class TextAnswers
{
    /// <summary>Null = there is no table for such an answer.</summary>
    public static byte[]? Of(object answer, Language language)
    {
        var table = new TextTable(language);
        switch (answer)
        {
            case OnTimeAnswer { Definitions: { } all } figures:
                foreach (var one in all)
                {
                    Head(figures, one.Definition).Rows(TextColumns.Figures(language), one.Rows, one.Total).Line("");
                }

                return table.ToUtf8();
            case OnTimeAnswer figures:
                return Head(figures, figures.Definition).Rows(TextColumns.Figures(language), figures.Rows!, figures.Total).ToUtf8();
            case TrendAnswer trend:
                return Line(trend, $"{Say("trend by", "diễn biến theo")} {trend.By}, {trend.Interval}").Rows(TextColumns.Trend, trend.Rows).ToUtf8();
            case AgeingAnswer ageing:
                var total = new AgeingRow(TextColumns.Total.In(language), "", null, ageing.Total.OpenOverdue, ageing.Total.Bands, "");
                return Line(ageing, $"{Say("overdue by how late, by", "quá hạn theo số ngày, theo")} {ageing.By}").Rows(TextColumns.Ageing(ageing.Bands), ageing.Rows, total).ToUtf8();
            case DueSoonAnswer due:
                var soon = new DueSoonRow(TextColumns.Total.In(language), "", null, due.Total.Within1, due.Total.Within3, due.Total.Within5, "");
                return Line(due, $"{Say("due soon by", "sắp đến hạn theo")} {due.By}").Rows(TextColumns.DueSoon, due.Rows, soon).ToUtf8();
            case LeagueAnswer league:
                return Line(league, $"{Say("league by", "xếp hạng theo")} {league.By}").Rows(TextColumns.League(language), league.Rows).ToUtf8();
            case TargetsAnswer targets:
                return table.Line(About(Say("targets", "mục tiêu"), null, targets.From, targets.To, targets.AsOf, targets.KnownAt)).Rows(TextColumns.Targets(language), targets.Targets).ToUtf8();
            case DossiersAnswer list:
                table.Line(About($"{Say("dossiers", "hồ sơ")} {list.State}".Trim(), null, list.From, list.To, list.AsOf, list.KnownAt)).Rows(TextColumns.Dossiers, list.Items);
                return table.Line(list.Next is { } next ? $"{list.Items.Count} · {Say("more with", "xem tiếp bằng")} &cursor={next}" : $"{list.Items.Count}").ToUtf8();
            default:
                return null;
        }

        TextTable Head(OnTimeAnswer figures, string definition) => table.Line(About(
            $"{Say("on time by", "đúng hạn theo")} {figures.By}{Filter(figures.Filter)}", definition, figures.From, figures.To, figures.AsOf, figures.KnownAt));

        TextTable Line(FigureHead head, string subject) => table.Line(About(subject + Filter(head.Filter), head.Definition, head.From, head.To, head.AsOf, head.KnownAt));

        string Say(string en, string vi) => new Words(en, vi).In(language);

        string About(string subject, string? definition, string from, string to, string asOf, string? knownAt) => string.Join(" · ", ((string?[])
        [
            subject,
            definition,
            $"{from} – {to}",
            $"{Say("as of", "tính đến")} {asOf}",
            knownAt is null ? null : $"{Say("known at", "biết lúc")} {knownAt}",
        ]).Where(part => part is not null));
    }

    /// <summary>One breakdown of a closed period; the names in it are the official ones.</summary>
    public static byte[] Of(ClosingDocument closing, string by, Language language)
    {
        var subject = new Words("closed period", "kỳ chốt số").In(language);
        return new TextTable(language)
            .Line($"{subject} {closing.Name} · {by} · {closing.Definition} · {closing.From} – {closing.To} · {closing.AsOf}")
            .Rows(TextColumns.Figures(language), closing.Rows[by], closing.Total)
            .ToUtf8();
    }

    private static string Filter(OnTimeFilterAnswer filter) => string.Concat(
        Part("unit", filter.Unit), Part("field", filter.Field), Part("procedure", filter.Procedure), Part("channel", filter.Channel), Part("include", filter.Include));

    private static string Part(string name, string? value) => value is null ? "" : $" {name}={value}";
}

using DossierMonitor.Api.Answers;
using DossierMonitor.Api.Endpoints.Closings;
using DossierMonitor.Api.Problems;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Storage.Queries;

namespace DossierMonitor.Api.Endpoints.GetLeague;

/// <summary>The league of the rows of a breakdown, computed now or frozen in a closing.</summary>
internal static class LeagueTable
{
    public static IReadOnlyDictionary<string, Breakdown> Breakdowns { get; } =
        new[] { Breakdown.District, Breakdown.Branch, Breakdown.Unit }.ToDictionary(by => by.Camel(), StringComparer.Ordinal);

    private static LeagueAnswer Of(FigureHead head, Breakdown by, RateDefinition definition, int minimum, LeagueClosingAnswer? closing, IReadOnlyList<RowAnswer> rows)
    {
        var shares = rows.Select(row => FigureNumbers.OnTime(row, definition)).ToList();
        var places = League.Of(shares, minimum);
        var whole = new Share(shares.Sum(share => share.Numerator), shares.Sum(share => share.Denominator));
        var interval = WilsonInterval.Of(whole);
        return new LeagueAnswer(
            head,
            by.Camel(),
            minimum,
            closing,
            new LeagueTotalAnswer(whole.Numerator, whole.Denominator, whole.Value, interval?.Low, interval?.High),
            [.. rows.Zip(places, (row, place) => Row(row, place, definition))

                // Within a rank the order says nothing, so it is the codes': by their rates small units would come first again.
                .OrderBy(row => row.Rank ?? int.MaxValue).ThenBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.ValidFrom, StringComparer.Ordinal)]);
    }

    /// <param name="snapshot">By what is known.</param>
    public static LeagueAnswer OfPeriod(
        Snapshot snapshot, Breakdown by, RateDefinition definition, int minimum, Period period, FigureFilter filter, Language language)
    {
        var figures = FigureQuery.Run(snapshot, period, by, filter);
        var builder = new FigureBuilder(snapshot.Rulebook, by.Camel(), new RowLinks(snapshot, period, filter), language);
        return Of(FigureHead.Of(snapshot, period, definition, filter), by, definition, minimum, null, builder.Rows(figures, definition));
    }

    /// <summary>The league of a closing, from its frozen bytes.</summary>
    public static LeagueAnswer OfClosing(Snapshot snapshot, long id, Breakdown by, int minimum)
    {
        var (closing, document) = ClosedFigures.Read(snapshot, id);
        var frozen = new LeagueClosingAnswer(closing.Id, closing.Name, document.ClosedAt, closing.Digest);
        return Of(ClosedFigures.Head(document), by, RateDefinition.Find(document.Definition)!, minimum, frozen, document.Rows[by.Camel()]);
    }

    private static LeagueRowAnswer Row(RowAnswer row, LeaguePlace place, RateDefinition definition)
    {
        var share = FigureNumbers.OnTime(row, definition);
        return new LeagueRowAnswer(
            place.Rank,
            place.RankFrom,
            place.RankTo,
            place.Tied,
            row.Key!,
            row.Name!,
            row.ValidFrom,
            share.Numerator,
            share.Denominator,
            share.Value,
            place.Interval?.Low,
            place.Interval?.High,
            place.TableInterval?.Low,
            place.TableInterval?.High,
            place.Rank is null,
            row.Target,
            row.Target?.Distance,
            row.Late,
            row.OpenOverdue,
            row.DaysLate,
            row.Rows);
    }
}

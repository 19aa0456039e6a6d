using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Storage.Queries;

/// <summary>Late finishes of a slice in one bucket.</summary>
public readonly record struct LateDaysPart(int Bucket, DueDateBasis Basis, int Days, long Finishes);

/// <summary>What one slice adds to figures, in buckets: 0 = before the period, else as <see cref="FigureBuckets"/> numbers them.</summary>
/// <param name="slice">Which.</param>
/// <param name="isStored">False: it is only known under a bound of the log, from the first of its marks on.</param>
public sealed class FigurePart(Slice slice, bool isStored = true)
{
    private readonly List<(int Bucket, MeasureVector Sums)> _sums = [];
    private readonly List<LateDaysPart> _lateDays = [];

    public Slice Slice { get; } = slice;

    public bool IsStored { get; } = isStored;

    public IReadOnlyList<(int Bucket, MeasureVector Sums)> Sums => _sums;

    public IReadOnlyList<LateDaysPart> LateDays => _lateDays;

    internal void Add(int bucket, Measure measure, long count)
    {
        // The bucket is nearly always that of the count before.
        for (var i = _sums.Count - 1; i >= 0; i--)
        {
            if (_sums[i].Bucket == bucket)
            {
                _sums[i].Sums[measure] += count;
                return;
            }
        }

        var sums = new MeasureVector();
        sums[measure] = count;
        _sums.Add((bucket, sums));
    }

    internal void Add(LateDaysPart late) => _lateDays.Add(late);
}

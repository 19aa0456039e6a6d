using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Rates;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.Database.Sqlite;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tallies;
using Microsoft.Data.Sqlite;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// Keeps stretches, findings and tallies equal to the fold of the log: takes what a dossier was and what it has become, and writes
/// the difference. Nothing after the log writes back to it.
/// </summary>
internal sealed class DossierProjector : IDisposable
{
    private readonly Statement _deleteStretches;
    private readonly Statement _insertStretch;
    private readonly Statement? _updateStretch;
    private readonly Statement _insertDay;
    private readonly Statement _deleteDay;
    private readonly Statement _deleteFindings;
    private readonly Statement _insertFinding;
    private readonly SliceIds _slices;
    private readonly TallyWriter _tallies;
    private readonly List<(int Day, long Unit)> _daysBefore = [];
    private readonly List<(int Day, long Unit)> _daysAfter = [];
    private readonly List<(int Day, long Unit, long Dossier)> _daysGone = [];
    private readonly List<(int Day, long Unit, long Dossier)> _daysNew = [];

    public DossierProjector(StoreConnection connection)
    {
        _deleteStretches = connection.Collect(connection.Script("Dossiers/delete-stretches"));
        _insertStretch = connection.Collect(connection.Script("Dossiers/insert-stretch"));
        _updateStretch = connection.UpdatesInPlace ? connection.Collect(connection.Script("Dossiers/update-stretch")) : null;
        _insertDay = connection.Collect(connection.Script("Dossiers/insert-stretch-day"));
        _deleteDay = connection.Collect(connection.Script("Dossiers/delete-stretch-day"));
        _deleteFindings = connection.Collect(connection.Script("Dossiers/delete-findings"));
        _insertFinding = connection.Collect(connection.Script("Dossiers/insert-finding"));
        _slices = new(connection);
        _tallies = new(connection, _slices);
    }

    /// <param name="unchanged">Nobody else has written since this writer's last transaction.</param>
    /// <param name="pending">How many transactions' changes of the tallies wait, and how many counts they change.</param>
    public void Begin(bool unchanged, (long Rows, long Changes) pending = default)
    {
        _slices.Begin(unchanged);
        _tallies.Begin(unchanged, pending);
        _daysGone.Clear();
        _daysNew.Clear();
    }

    /// <summary>Begins behind a transaction of this writer, after which nobody else has written.</summary>
    public void Follow() => Begin(unchanged: true, _tallies.Pending);

    public void RolledBack() => _slices.Forget();

    /// <param name="dossierId">The dossier.</param>
    /// <param name="before">What is stored of it; null = nothing.</param>
    /// <param name="after">What it has become.</param>
    /// <param name="rulebook">The rules that both were folded by.</param>
    public void Save(long dossierId, DossierHistory? before, DossierHistory after, Rulebook rulebook)
    {
        SaveStretches(dossierId, before?.Stretches ?? [], after.Stretches, rulebook.Clock.Days);
        SaveFindings(dossierId, before is null ? [] : FindingIntervals.Of(before), FindingIntervals.Of(after));
    }

    /// <summary>How many transactions' changes of the tallies wait.</summary>
    public long Pending => _tallies.Pending.Rows;

    /// <summary>Everything, and nothing waits any longer.</summary>
    public void Flush()
    {
        FlushDays();
        _tallies.Flush();
    }

    /// <summary>Everything; changes of the tallies may wait.</summary>
    /// <param name="seq">The last event of the transaction.</param>
    /// <param name="dossiers">Of which it stored events.</param>
    public void Flush(long seq, ReadOnlySpan<byte> dossiers)
    {
        FlushDays();
        _tallies.Put(seq, dossiers);
    }

    public void Dispose()
    {
        _deleteStretches.Dispose();
        _insertStretch.Dispose();
        _updateStretch?.Dispose();
        _insertDay.Dispose();
        _deleteDay.Dispose();
        _deleteFindings.Dispose();
        _insertFinding.Dispose();
        _tallies.Dispose();
        _slices.Dispose();
    }

    private void SaveStretches(long dossierId, IReadOnlyList<Stretch> before, IReadOnlyList<Stretch> after, LocalDays days)
    {
        var same = 0;
        while (same < before.Count && same < after.Count && before[same] == after[same])
        {
            same++;
        }

        if (same == before.Count && same == after.Count)
        {
            return;
        }

        _daysBefore.Clear();
        _daysAfter.Clear();
        var kept = _updateStretch is null ? same : Math.Min(before.Count, after.Count);
        if (kept < before.Count)
        {
            _deleteStretches.Set(0, dossierId).Set(1, kept).Run();
        }

        for (var i = same; i < Math.Max(before.Count, after.Count); i++)
        {
            var (was, isNow) = (i < before.Count ? before[i] : null, i < after.Count ? after[i] : null);
            if (was is not null && isNow is not null && TallyMarks.SliceOf(was) == TallyMarks.SliceOf(isNow))
            {
                var slice = _slices.Of(TallyMarks.SliceOf(isNow));
                _tallies.Replace(was, isNow, slice.Id, days);
                StretchDays.AddTo(_daysBefore, was, slice.UnitId, days);
                Write(slice, isNow, i);
                continue;
            }

            if (was is not null)
            {
                var slice = _slices.Of(TallyMarks.SliceOf(was));
                _tallies.Replace(was, null, slice.Id, days);
                StretchDays.AddTo(_daysBefore, was, slice.UnitId, days);
            }

            if (isNow is not null)
            {
                var slice = _slices.Of(TallyMarks.SliceOf(isNow));
                _tallies.Replace(null, isNow, slice.Id, days);
                Write(slice, isNow, i);
            }
        }

        // Stretches that stayed may share days with those that changed.
        for (var i = 0; i < same; i++)
        {
            var unit = _slices.Of(TallyMarks.SliceOf(after[i])).UnitId;
            StretchDays.AddTo(_daysBefore, after[i], unit, days);
            StretchDays.AddTo(_daysAfter, after[i], unit, days);
        }

        Collect(_daysGone, _daysBefore, _daysAfter, dossierId);
        Collect(_daysNew, _daysAfter, _daysBefore, dossierId);

        void Write(SliceNumbers slice, Stretch stretch, int n)
        {
            StretchDays.AddTo(_daysAfter, stretch, slice.UnitId, days);
            StretchRow.Write(n < kept ? _updateStretch! : _insertStretch, dossierId, n, stretch, slice.Id, days);
        }
    }

    private static void Collect(List<(int Day, long Unit, long Dossier)> to, List<(int Day, long Unit)> these, List<(int Day, long Unit)> others, long dossierId)
    {
        foreach (var (day, unit) in these)
        {
            if (!others.Contains((day, unit)))
            {
                to.Add((day, unit, dossierId));
            }
        }
    }

    private void FlushDays()
    {
        Write(_deleteDay, _daysGone);
        Write(_insertDay, _daysNew);
    }

    // In the table's order, all those of a transaction together: neighbours share pages.
    private static void Write(Statement statement, List<(int Day, long Unit, long Dossier)> days)
    {
        days.Sort();
        foreach (var (day, unit, dossier) in days)
        {
            statement.Set(0, day).Set(1, unit).Set(2, dossier).Run();
        }

        days.Clear();
    }

    private void SaveFindings(long dossierId, IReadOnlyList<FindingInterval> before, IReadOnlyList<FindingInterval> after)
    {
        if (before.SequenceEqual(after))
        {
            return;
        }

        if (before.Count > 0)
        {
            _deleteFindings.Set(0, dossierId).Run();
        }

        foreach (var finding in after)
        {
            _insertFinding.Set(0, dossierId).Set(1, (int)finding.Code).Set(2, finding.Since.Milliseconds).Set(3, finding.Until?.Milliseconds).Run();
        }
    }
}

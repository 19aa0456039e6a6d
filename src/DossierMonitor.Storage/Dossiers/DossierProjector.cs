using System.Data.Common;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.Database;
using DossierMonitor.Storage.EventLog;
using DossierMonitor.Storage.Reference;
using DossierMonitor.Storage.Tallies;

namespace DossierMonitor.Storage.Dossiers;

/// <summary>
/// Keeps dossiers, stretches, findings and tallies equal to the fold of the log: folds a touched dossier again and writes
/// the difference. Nothing after the log writes back to it.
/// </summary>
internal sealed class DossierProjector(DbConnection connection) : IDisposable
{
    private readonly PreparedStatement _update = new(connection, SqlScripts.Get("Dossiers/update-dossier"), 6);
    private readonly PreparedStatement _listStretches = new(connection, SqlScripts.Get("Dossiers/list-stretches-of-dossier"), 1);
    private readonly PreparedStatement _deleteStretches = new(connection, SqlScripts.Get("Dossiers/delete-stretches"), 2);
    private readonly PreparedStatement _insertStretch = new(connection, SqlScripts.Get("Dossiers/insert-stretch"), StretchRow.Columns);
    private readonly PreparedStatement _deleteFindings = new(connection, SqlScripts.Get("Dossiers/delete-findings"), 1);
    private readonly PreparedStatement _insertFinding = new(connection, SqlScripts.Get("Dossiers/insert-finding"), 4);
    private readonly SliceIds _slices = new(connection);
    private TallyWriter? _tallies;

    private TallyWriter Tallies => _tallies ??= new TallyWriter(connection, _slices);

    public void Begin(DbTransaction transaction)
    {
        _update.Transaction = transaction;
        _listStretches.Transaction = transaction;
        _deleteStretches.Transaction = transaction;
        _insertStretch.Transaction = transaction;
        _deleteFindings.Transaction = transaction;
        _insertFinding.Transaction = transaction;
        _slices.Begin(transaction);
        Tallies.Begin(transaction);
    }

    public void RolledBack() => _slices.Forget();

    /// <param name="dossierId">The dossier.</param>
    /// <param name="history">What it has become.</param>
    /// <param name="isNew">Nothing of it is stored yet.</param>
    /// <param name="rulebook">The rules it was folded by; those of what is stored are the same.</param>
    /// <param name="sourceId">Number of its source, if it has one.</param>
    public void Save(long dossierId, DossierHistory history, bool isNew, Rulebook rulebook, long? sourceId)
    {
        var days = rulebook.Clock.Days;
        var before = isNew ? [] : StretchRow.ReadAll(_listStretches, dossierId);
        var after = history.Stretches;
        var same = 0;
        while (same < before.Count && same < after.Count && before[same] == after[same])
        {
            same++;
        }

        if (same < before.Count)
        {
            _deleteStretches.Set(0, dossierId).Set(1, same).Run();
            for (var i = same; i < before.Count; i++)
            {
                Tallies.Add(before[i], -1, days);
            }
        }

        for (var i = same; i < after.Count; i++)
        {
            Tallies.Add(after[i], 1, days);
            StretchRow.Write(_insertStretch, dossierId, i, after[i], _slices.Of(Domain.Rates.TallyMarks.SliceOf(after[i])), days);
        }

        if (!isNew)
        {
            _deleteFindings.Set(0, dossierId).Run();
        }

        foreach (var finding in FindingIntervals.Of(history))
        {
            _insertFinding.Set(0, dossierId).Set(1, (int)finding.Code).Set(2, finding.Since.Milliseconds).Set(3, finding.Until?.Milliseconds).Run();
        }

        _update
            .Set(0, dossierId)
            .Set(1, sourceId)
            .Set(2, history.ProcedureAsWritten)
            .Set(3, history.Holder)
            .Set(4, history.ReceivedAt?.Milliseconds)
            .Set(5, history.ReturnedAt?.Milliseconds)
            .Run();
    }

    public void Flush() => Tallies.Flush();

    public void Dispose()
    {
        _update.Dispose();
        _listStretches.Dispose();
        _deleteStretches.Dispose();
        _insertStretch.Dispose();
        _deleteFindings.Dispose();
        _insertFinding.Dispose();
        _tallies?.Dispose();
        _slices.Dispose();
    }
}

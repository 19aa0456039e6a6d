using DossierMonitor.Domain.Timeliness;

namespace DossierMonitor.Domain.Rates;

/// <summary>
/// The numbers of a row. They balance:
/// carriedOver + received + reopened + transferredIn = finished + withdrawn + refused + stopped + transferredOut + open;
/// early + onTime + late + noDueDate = finished; openOverdue, paused and openNoDueDate are parts of open.
/// </summary>
public sealed record Counts
{
    public long CarriedOver { get; init; }

    public long Received { get; init; }

    public long Reopened { get; init; }

    public long TransferredIn { get; init; }

    public long TransferredOut { get; init; }

    public long NotAccepted { get; init; }

    public long Early { get; init; }

    public long OnTime { get; init; }

    public long Late { get; init; }

    public long NoDueDate { get; init; }

    public long Withdrawn { get; init; }

    public long Refused { get; init; }

    public long Stopped { get; init; }

    public long Open { get; init; }

    public long OpenOverdue { get; init; }

    /// <summary>Paused and not overdue.</summary>
    public long Paused { get; init; }

    public long OpenNoDueDate { get; init; }

    public long Finished => Early + OnTime + Late + NoDueDate;

    public bool Balances =>
        CarriedOver + Received + Reopened + TransferredIn == Finished + Withdrawn + Refused + Stopped + TransferredOut + Open
        && OpenOverdue >= 0 && Paused >= 0 && OpenNoDueDate >= 0 && OpenOverdue + Paused <= Open && OpenNoDueDate <= Open;

    public static Counts From(Tally tally, DueDateBasis basis)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var flows = tally.Flows;
        var stocks = tally.Stocks;
        var promised = basis == DueDateBasis.Promised;
        return new Counts
        {
            CarriedOver = tally.CarriedOver,
            Received = flows[Measure.Received],
            Reopened = flows[Measure.Reopened],
            TransferredIn = flows[Measure.TransferredIn],
            TransferredOut = flows[Measure.TransferredOut],
            NotAccepted = flows[Measure.NotAccepted],
            Early = flows[promised ? Measure.EarlyPromised : Measure.EarlyCurrent],
            OnTime = flows[promised ? Measure.OnTimePromised : Measure.OnTimeCurrent],
            Late = flows[promised ? Measure.LatePromised : Measure.LateCurrent],
            NoDueDate = flows[promised ? Measure.NoDueDatePromised : Measure.NoDueDateCurrent],
            Withdrawn = flows[Measure.Withdrawn],
            Refused = flows[Measure.Refused],
            Stopped = flows[Measure.Stopped],
            Open = stocks[Measure.Open],
            OpenOverdue = stocks[promised ? Measure.OverduePromised : Measure.OverdueCurrent],
            Paused = stocks[promised ? Measure.PausedPromised : Measure.PausedCurrent],
            OpenNoDueDate = stocks[promised ? Measure.OpenNoDueDatePromised : Measure.OpenNoDueDateCurrent],
        };
    }
}

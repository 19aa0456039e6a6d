namespace DossierMonitor.Domain.Timeliness;

/// <summary>Which due date a figure is measured against.</summary>
public enum DueDateBasis
{
    /// <summary>The appointed date now, extensions included.</summary>
    Current,

    /// <summary>The first appointed date, moved only by pauses: what an extension cannot polish.</summary>
    Promised,
}

namespace DossierMonitor.Domain.Timeliness;

/// <summary>What a pause does to the appointed date.</summary>
public enum ClockPolicy
{
    /// <summary>The portal's new date wins; without one the paused working time is added. The default.</summary>
    Appointed,

    /// <summary>The paused working time is added, whatever date the portal brings (QĐ 766).</summary>
    Subtract,

    /// <summary>The limit starts again after the complete supplement (61/2018 Đ.19.4).</summary>
    Restart,

    /// <summary>Pauses do not count.</summary>
    Ignore,
}

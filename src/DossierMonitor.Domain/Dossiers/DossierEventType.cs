namespace DossierMonitor.Domain.Dossiers;

public enum DossierEventType
{
    Received,
    Reopened,
    SupplementReceived,
    PaymentReceived,
    Resumed,
    Extended,
    Transferred,
    Processing,
    SupplementRequested,
    PaymentRequested,
    Suspended,
    Finished,
    Returned,
    Withdrawn,
    Stopped,
    Refused,
    Voided,
}

public static class DossierEventTypes
{
    private static readonly (DossierEventType Type, string Name, int Precedence)[] Table =
    [
        (DossierEventType.Received, "dossier.received", 0),
        (DossierEventType.Reopened, "dossier.reopened", 1),
        (DossierEventType.SupplementReceived, "dossier.supplement-received", 2),
        (DossierEventType.PaymentReceived, "dossier.payment-received", 2),
        (DossierEventType.Resumed, "dossier.resumed", 2),
        (DossierEventType.Extended, "dossier.extended", 3),
        (DossierEventType.Transferred, "dossier.transferred", 4),
        (DossierEventType.Processing, "dossier.processing", 5),
        (DossierEventType.SupplementRequested, "dossier.supplement-requested", 6),
        (DossierEventType.PaymentRequested, "dossier.payment-requested", 6),
        (DossierEventType.Suspended, "dossier.suspended", 6),
        (DossierEventType.Finished, "dossier.finished", 7),
        (DossierEventType.Returned, "dossier.returned", 8),
        (DossierEventType.Withdrawn, "dossier.withdrawn", 9),
        (DossierEventType.Stopped, "dossier.stopped", 10),
        (DossierEventType.Refused, "dossier.refused", 11),
        (DossierEventType.Voided, "dossier.voided", 12),
    ];

    private static readonly Dictionary<string, DossierEventType> ByName =
        Table.ToDictionary(row => row.Name, row => row.Type, StringComparer.Ordinal);

    private static readonly string[] Names = [.. Table.OrderBy(row => row.Type).Select(row => row.Name)];

    private static readonly int[] Precedences = [.. Table.OrderBy(row => row.Type).Select(row => row.Precedence)];

    public static IReadOnlyList<string> AllNames { get; } = [.. Table.Select(row => row.Name)];

    public static string Name(this DossierEventType type) => Names[(int)type];

    /// <summary>The place of the type among events of the same millisecond.</summary>
    public static int Precedence(this DossierEventType type) => Precedences[(int)type];

    public static bool TryParse(string name, out DossierEventType type) => ByName.TryGetValue(name, out type);
}

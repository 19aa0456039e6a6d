namespace DossierMonitor.Api.Tests.Fixture;

/// <summary>A handful of dossiers in every state.</summary>
public static class SampleProvince
{
    public static string Events { get; } = EventText.Batch(
        EventText.Event("1", "received", "D1", "2022-11-03T08:15:00+07:00", new { unit = "VPDK-502", procedure = "1.012784.H47", field = "land", channel = "online" }),
        EventText.Event("2", "processing", "D1", "2022-11-04T08:15:00+07:00", new { holder = "Phòng TN&MT", stepDueAt = "2022-11-07" }),
        EventText.Event("3", "finished", "D1", "2022-11-17T17:00:00+07:00"),
        EventText.Event("4", "returned", "D1", "2022-11-18T09:00:00+07:00"),
        EventText.Received("5", "D2", "2022-11-03T09:00:00+07:00", "502", "2022-11-10"),
        EventText.Event("6", "extended", "D2", "2022-11-09T09:00:00+07:00", new { dueAt = "2022-11-15", document = "XL-12" }),
        EventText.Event("7", "finished", "D2", "2022-11-18T09:00:00+07:00"),
        EventText.Event("8", "reopened", "D2", "2022-11-20T09:00:00+07:00", new { dueAt = "2022-12-20T17:00:00+07:00" }),
        EventText.Received("9", "D3", "2022-11-03T09:00:00+07:00", "20398", "2022-12-01T17:00:00+07:00"),
        EventText.Received("10", "D4", "2022-11-05T09:00:00+07:00", "20335", "2022-12-19T17:00:00+07:00"),
        EventText.Event("11", "supplement-requested", "D4", "2022-12-01T09:00:00+07:00"),
        EventText.Received("12", "D5", "2022-11-05T09:00:00+07:00", "503"),
        EventText.Event("13", "transferred", "D5", "2022-11-06T09:00:00+07:00", new { unit = "502" }),
        EventText.Event("14", "refused", "D6", "2022-11-05T09:00:00+07:00", new { unit = "503", procedure = "OPEN" }),
        EventText.Received("15", "D7", "2022-11-05T09:00:00+07:00", "VPDK-503", "2022-11-30", "1.012784"),
        EventText.Event("16", "withdrawn", "D7", "2022-11-07T09:00:00+07:00"),
        EventText.Received("17", "D8", "2022-11-05T09:00:00+07:00", "503", "2022-12-16T17:00:00+07:00"),
        EventText.Event("18", "finished", "HELD", "2022-11-07T09:00:00+07:00"));
}

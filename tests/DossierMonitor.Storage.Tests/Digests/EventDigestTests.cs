using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DossierMonitor.Domain.Dossiers;
using DossierMonitor.Domain.Timeliness;
using DossierMonitor.Storage.EventLog;
using Shouldly;
using Xunit;

namespace DossierMonitor.Storage.Tests.Digests;

/// <summary>Digests are stored: what is hashed may never change, however it is written.</summary>
public sealed class EventDigestTests
{
    private static readonly DossierEvent Bare = new()
    {
        Source = "/portal/x",
        Id = "1",
        Type = DossierEventType.Finished,
        Code = "D1",
        Time = Instant.Parse("2022-11-03T01:15:00.123Z"),
    };

    public static TheoryData<DossierEvent> Events =>
    [
        Bare,
        Bare with { Source = "", Id = "" },
        Bare with { Time = Instant.Parse("1969-12-31T23:59:59.999Z"), Recorded = Instant.Parse("2022-11-03T01:15:00Z") },
        Bare with
        {
            Type = DossierEventType.Received, Unit = "VPDK-502", Procedure = "1.012784.H47", Field = "đất đai", Channel = Channel.Online,
            DueAt = AppointedDate.At(Instant.Parse("2022-11-17T10:00:00.120Z")),
        },
        Bare with { Type = DossierEventType.Processing, Holder = "Phòng TN&MT", StepDueAt = AppointedDate.On(new DateOnly(2022, 1, 9)) },
        Bare with { Type = DossierEventType.Extended, DueAt = AppointedDate.On(new DateOnly(2100, 12, 31)), Document = "XL-12" },
        Bare with { Type = DossierEventType.Voided, EventId = "\ud83d\ude00" },
        Bare with
        {
            Source = new string('ố', 255), Id = new string('ố', 255), Code = new string('ố', 128), Unit = new string('ố', 64), Procedure = new string('ố', 64),
            Field = new string('ố', 64), Holder = new string('ố', 256), Document = new string('ố', 256), EventId = new string('ố', 255),
            DueAt = AppointedDate.At(Instant.Parse("2100-11-17T10:00:00Z")), StepDueAt = AppointedDate.At(Instant.Parse("1990-01-01T00:00:00Z")), Channel = Channel.Direct,
        },
        Bare with { Id = new string('x', 256) },
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void Is_of_every_part_behind_its_length(DossierEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { e.Source, e.Id, e.Type.Name(), e.Code })
        {
            Add(text);
        }

        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, e.Time.Milliseconds);
        hash.AppendData(time);
        foreach (var text in new[] { e.Unit, e.Procedure, e.Field, e.DueAt?.ToString(), e.Channel?.ToString(), e.Holder, e.StepDueAt?.ToString(), e.Document, e.EventId })
        {
            Add(text);
        }

        EventDigest.Of(e).ShouldBe(hash.GetHashAndReset());

        void Add(string? text)
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
    }

    // Written down, so that not even a change of both the code and the test above passes.
    [Fact]
    public void Of_a_known_event_is_this() => Convert.ToHexStringLower(EventDigest.Of(Bare)).ShouldBe("b831b3ed04d61d60b861fa6630c5558cdab4f19c82865704540c8f299d8aebb7");
}

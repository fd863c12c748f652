using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class BatchConnectionTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");

    /// <summary>PostgreSQL has two connections that do not wait for the disk, and the health check needs one, too.</summary>
    [Test]
    public async Task Batches_leave_their_connections_to_others()
    {
        await Installation.Get<IAdmissionRulesReader>().FindAsync(Room, [Alice], Ct);
        await Installation.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
            holds.TryHoldAsync(Room, Alice, TokenFamily.New(epoch: 0), Ct)
        );
        await Installation.CallAsync<IAuditLog>(log =>
            log.AddAsync(
                new AuditEntry(
                    Installation.Start,
                    "SignOut",
                    AuditActorKind.Anonymous,
                    Actor: null,
                    Address: null,
                    AuditEntry.Done
                ),
                Ct
            )
        );

        await using var other = Installation.Get<IMeetDatabase>().OpenWithoutSync();
        await using var another = Installation.Get<IMeetDatabase>().OpenWithoutSync();
        await other.Database.OpenConnectionAsync(Ct);
        await another.Database.OpenConnectionAsync(Ct);

        Assert.That(await another.Rooms.AnyAsync(Ct), Is.False);
    }
}

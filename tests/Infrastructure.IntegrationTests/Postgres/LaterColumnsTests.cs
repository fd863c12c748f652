using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Postgres;

/// <summary>A later version adds columns while nodes of this version go on running.</summary>
public sealed class LaterColumnsTests : PostgresTests
{
    /// <summary>Npgsql prepares a statement on its fifth use.</summary>
    private const int UsesUntilPrepared = 6;

    private static readonly RoomName Room = RoomName.Parse("daily-abc");

    [Test]
    public async Task Prepared_statements_succeed_after_columns_were_added()
    {
        var node = await NewNodeAsync();
        for (var use = 0; use < UsesUntilPrepared; use++)
            await UseAsync(node, use);

        await node.CallAsync<MeetDbContext>(database =>
            database.Database.ExecuteSqlRawAsync(
                """
                ALTER TABLE "ParticipantNameHolds" ADD COLUMN "Later" bigint;
                ALTER TABLE "QueueItems" ADD COLUMN "Later" bigint;
                ALTER TABLE "WrongGuesses" ADD COLUMN "Later" bigint;
                """,
                Ct
            )
        );
        await UseAsync(node, UsesUntilPrepared);

        var guesses = await node.CallAsync<MeetDbContext, int>(database =>
            database.WrongGuesses.MaxAsync(row => row.Count, Ct)
        );
        Assert.That(guesses, Is.EqualTo(UsesUntilPrepared + 1));
    }

    /// <summary>Runs each statement that returns the rows that it writes.</summary>
    private static async Task UseAsync(Installation node, int use)
    {
        var number = use.ToString(CultureInfo.InvariantCulture);
        var held = await node.CallAsync<IParticipantNameHolds, ParticipantNameHold?>(holds =>
            holds.TryHoldAsync(Room, ParticipantName.Parse(number), TokenFamily.New(epoch: 0), Ct)
        );
        Assert.That(held, Is.Not.Null);

        var taken = await node.CallAsync<IMeetingEventInbox, IReadOnlyList<Leased<MeetingEvent>>>(
            async inbox =>
            {
                await inbox.AddAsync(new RoomOpened(number, Room), Ct);
                return await inbox.TakeAsync(1, Ct);
            }
        );
        Assert.That(taken, Has.Count.EqualTo(1));

        var guess = await node.Get<IGuessLimits>().ReserveAsync("room", "client", Ct);
        await guess.Value.WasWrongAsync();
    }
}

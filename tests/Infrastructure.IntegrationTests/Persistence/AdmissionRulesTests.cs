using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class AdmissionRulesTests(TestDatabase database) : DatabaseTests(database)
{
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice");
    private static readonly ParticipantName Zoe = ParticipantName.Parse("Zoë \"Z\" O'Hara");

    [TestCase(null, RecordingAccess.Admin)]
    [TestCase(7, RecordingAccess.AdminModerator)]
    public async Task A_room_is_found_as_it_was_stored(int? maxParticipants, RecordingAccess access)
    {
        var room = await AddAsync(
            maxParticipants,
            new RoomPreferences(
                ChatEnabled: false,
                RecordingEnabled: true,
                VirtualBackgroundEnabled: false,
                access
            )
        );

        var found = await FindAsync(room.Name, Alice);

        Assert.That(found!.Room, Is.EqualTo(room));
        Assert.That(found.Security, Is.EqualTo(SecurityPreferences.Default));
        Assert.That(found.Bans, Is.Empty);
    }

    [Test]
    public async Task A_room_that_has_expired_or_never_was_is_not_found()
    {
        var room = await AddAsync();
        Assert.That(await FindAsync(RoomName.Parse("other-abc"), Alice), Is.Null);

        Installation.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await FindAsync(room.Name, Alice), Is.Null);
    }

    [Test]
    public async Task Changed_security_preferences_are_found_at_once()
    {
        var room = await AddAsync();
        await FindAsync(room.Name, Alice);
        var changed = new SecurityPreferences(
            AuthMode.ModeratorsOnly,
            new RoomCreationPolicy(AllowRoomCreation: false, RequireAuthentication: false)
        );
        await Installation.CallAsync<IPreferencesRepository, SecurityPreferences>(preferences =>
            preferences.UpdateSecurityAsync(_ => changed, Ct)
        );

        Assert.That((await FindAsync(room.Name, Alice))!.Security, Is.EqualTo(changed));
    }

    [Test]
    public async Task Bans_are_found_by_room_and_name()
    {
        var room = await AddAsync();
        var other = await AddAsync();
        await BanAsync(room.Name, Zoe);
        await BanAsync(room.Name, Zoe);
        await BanAsync(other.Name, Alice);

        var found = await FindAsync(room.Name, Alice, Zoe);

        Assert.That(found!.BanOf(Alice), Is.Null);
        var ban = found.BanOf(Zoe)!;
        Assert.That(
            (ban.Room, ban.Epoch, ban.Since),
            Is.EqualTo((room.Name, 2, Installation.Start))
        );
        Assert.That(ban.Until, Is.GreaterThan(ban.Since));
    }

    [Test]
    public async Task Questions_asked_at_once_get_the_rules_of_their_own_room()
    {
        var rooms = new List<Room>();
        for (var i = 0; i < 5; i++)
            rooms.Add(await AddAsync());
        await BanAsync(rooms[0].Name, Alice);

        var found = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => Task.Run(() => FindAsync(rooms[i % 5].Name, Alice)))
        );

        Assert.That(
            found.Select(rules => rules!.Room.Name),
            Is.EqualTo(Enumerable.Range(0, 50).Select(i => rooms[i % 5].Name))
        );
        Assert.That(
            found.Select(rules => rules!.BanOf(Alice) is not null),
            Is.EqualTo(Enumerable.Range(0, 50).Select(i => i % 5 == 0))
        );
    }

    private Task<AdmissionRules?> FindAsync(RoomName room, params ParticipantName[] people) =>
        Installation.Get<IAdmissionRulesReader>().FindAsync(room, people, Ct);

    private Task BanAsync(RoomName room, ParticipantName name) =>
        Installation.CallAsync<IParticipantBans>(bans => bans.BanAsync(room, name, Ct));

    private async Task<Room> AddAsync(
        int? maxParticipants = null,
        RoomPreferences? preferences = null
    )
    {
        var room = Room.Create(
            ParsableValue.Parse<RoomNamePrefix>("daily"),
            Installation.Start.AddHours(1),
            maxParticipants,
            preferences ?? new RoomPreferences(),
            Installation.Clock
        );
        await Installation.CallAsync<IRoomRepository>(rooms => rooms.AddAsync(room, Ct));
        return room;
    }
}

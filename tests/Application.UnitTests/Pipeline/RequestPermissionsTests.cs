using MediatR;
using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Application.Audit;
using OpenViduMeet.Application.Diagnostics;
using OpenViduMeet.Application.Import;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Pipeline;

/// <summary>Each request, and the permission that it needs.</summary>
public sealed class RequestPermissionsTests
{
    private const string OtherRoom = "other-room";
    private static readonly RoomName Room = Given.RoomNamed(Given.RoomName);
    private static readonly RoomSecret Secret = new(Given.ModeratorSecret);
    private static readonly RecordingId Recording = RecordingId.Parse("daily-abc--EG_1--uid1");

    private static readonly Caller[] Administrators = [Given.Admin, Given.ApiKey];

    private static readonly Caller[] Strangers =
    [
        Caller.Anonymous,
        Given.PlainUser,
        Given.Publisher,
        Given.Moderator,
        new(Participant: Given.Grant(ParticipantRole.Moderator, room: OtherRoom)),
    ];

    private static readonly ApiKeyId KeyId = ApiKeyId.New();
    private static readonly Caller RoomsKey = Key(ApiAccess.Rooms);
    private static readonly Caller RecordingsKey = Key(ApiAccess.Recordings);
    private static readonly Caller PreferencesKey = Key(ApiAccess.Preferences);

    private static readonly Caller DiagnosticsKey = Key(ApiAccess.Diagnose);

    private static readonly Caller[] RoomsKeys = [RoomsKey, Key(ApiAccess.ReadRooms)];

    private static readonly Caller[] RecordingsKeys =
    [
        RecordingsKey,
        Key(ApiAccess.ReadRecordings),
    ];

    private static readonly Caller[] PreferencesKeys =
    [
        PreferencesKey,
        Key(ApiAccess.ReadPreferences),
    ];

    private static readonly Caller[] Everybody =
    [
        .. Administrators,
        .. RoomsKeys,
        .. RecordingsKeys,
        .. PreferencesKeys,
        DiagnosticsKey,
        .. Strangers,
        Caller.Server,
    ];

    private static readonly (object Request, Caller[] Allowed)[] Samples =
    [
        (new SignIn("alice", "password"), Everybody),
        (new SignOut([], UserKey: null), Everybody),
        (new RenewSession(null), Everybody),
        (new GetProfile(), [Given.Admin, Given.PlainUser]),
        (new CreateApiKey("key", ApiAccess.Rooms, null), Administrators),
        (new ListApiKeys(), Administrators),
        (new DeleteApiKey(null), Administrators),
        (new GenerateParticipantToken(Room, Given.Name, Secret, null), Everybody),
        (new RefreshParticipantToken(Room, Given.Name, Secret, null), Everybody),
        (new GetParticipantRole(Room, Secret), Everybody),
        (new DisconnectParticipant(Room, Given.Name), [Given.Moderator]),
        (new ListParticipants(Room), [.. Administrators, .. RoomsKeys]),
        (new RemoveParticipant(Room, Given.Name), [.. Administrators, RoomsKey]),
        (new GetSignInMethods(), Everybody),
        (new BeginProviderSignIn("https://meet.example.com/callback", ReturnPath.Home), Everybody),
        (new CompleteProviderSignIn(null, null, IsRefused: false), Everybody),
        (new EndProviderSession(null), Everybody),
        (new ListAuditEntries(new AuditFilter(), PageSize.Default, null), Administrators),
        (new ExportAuditLog(new AuditFilter()), Administrators),
        (new ExamineInstallation(), [.. Administrators, DiagnosticsKey]),
        (new ListParticipantBans(Room), [.. Administrators, .. RoomsKeys, Given.Moderator]),
        (new LiftParticipantBan(Room, Given.Name), [.. Administrators, RoomsKey, Given.Moderator]),
        (
            new RotateRoomLinks(Room, new HashSet<ParticipantRole>()),
            [.. Administrators, RoomsKey, Given.Moderator]
        ),
        (new GetSecurityPreferences(), Everybody),
        (new UpdateSecurityPreferences(null, null, null), [.. Administrators, PreferencesKey]),
        (new GetAppearancePreferences(), [.. Administrators, .. PreferencesKeys]),
        (
            new SaveAppearancePreferences(AppearancePreferences.Default),
            [.. Administrators, PreferencesKey]
        ),
        (new GetWebhookPreferences(), [.. Administrators, .. PreferencesKeys]),
        (new UpdateWebhookPreferences(null, null), [.. Administrators, PreferencesKey]),
        (
            new ListWebhookDeliveries(null, PageSize.Default, null),
            [.. Administrators, .. PreferencesKeys]
        ),
        (new ListWebhookSecrets(), [.. Administrators, .. PreferencesKeys]),
        (new CreateWebhookSecret(), [.. Administrators, PreferencesKey]),
        (new RetireWebhookSecret(null), [.. Administrators, PreferencesKey]),
        (
            new DeliverWebhook(
                new Leased<WebhookMessage>("WH_1", new WebhookMessage("WH_1", "{}"), 1)
            ),
            [Caller.Server]
        ),
        (new StartRecording(Room), [Given.Moderator]),
        (new StartRecording(null), []),
        (new StopRecording(Recording), [Given.Moderator]),
        (new StopRecording(null), Everybody),
        (new GetRecording(Recording), [.. Administrators, .. RecordingsKeys]),
        (new ListRecordings(null, PageSize.Default, null), [.. Administrators, .. RecordingsKeys]),
        (
            new DeleteRecordings([RecordingReference.To(Recording)]),
            [.. Administrators, RecordingsKey]
        ),
        (
            new StreamRecordingRange(
                Recording,
                new MediaRequest(RangeHeader.Whole, MediaConditions.None, WithContent: true)
            ),
            [.. Administrators, .. RecordingsKeys]
        ),
        (
            new CreateRecordingLink(
                Recording,
                TimeSpan.FromHours(1),
                RecordingLinkAccess.View,
                Code: null
            ),
            [.. Administrators, RecordingsKey]
        ),
        (new ListRecordingLinks(Recording), [.. Administrators, .. RecordingsKeys]),
        (
            new RevokeRecordingLink(Recording, RecordingLinkId.New()),
            [.. Administrators, RecordingsKey]
        ),
        (
            new StreamSharedRecording(
                Token: null,
                Code: null,
                new MediaRequest(RangeHeader.Whole, MediaConditions.None, WithContent: true)
            ),
            Everybody
        ),
        (
            new CreateRoom(RoomNamePrefix.From(null), Given.Now, null, new()),
            [.. Administrators, Given.PlainUser, RoomsKey]
        ),
        (new ListRooms(PageSize.Default, null), [.. Administrators, .. RoomsKeys]),
        (new ListAllRooms(null, RoomParts.None), [.. Administrators, .. RoomsKeys]),
        (new GetRoom(Room), [.. Administrators, .. RoomsKeys, Given.Moderator]),
        (new GetRoom(null), [.. Administrators, .. RoomsKeys]),
        (new UpdateRoom(Room, new(null, null, null, null)), [.. Administrators, RoomsKey]),
        (new DeleteRooms([Room]), [.. Administrators, RoomsKey]),
        (new RemoveExpiredRooms(), [Caller.Server]),
        (new ReceiveMeetingEvent(null, Stream.Null), Everybody),
        (new HandleMeetingEvent(new RoomOpened("EV_1", Room)), [Caller.Server]),
        (new ReconcileMeetings(ReconciliationScope.Everything), [Caller.Server]),
        (new ImportBucket(Mock.Of<IProgress<ImportStep>>()), [Caller.Server]),
    ];

    private static IEnumerable<TestCaseData<IRestricted, Caller, bool>> Cases() =>
        from sample in Samples
        from caller in Everybody
        let isAllowed = sample.Allowed.Contains(caller)
        select new TestCaseData<IRestricted, Caller, bool>(
            (IRestricted)sample.Request,
            caller,
            isAllowed
        )
        {
            TestName = $"{sample.Request}, {NameOf(caller)}: {isAllowed}",
        };

    [TestCaseSource(nameof(Cases))]
    public async Task A_request_succeeds_only_for_callers_with_its_permission(
        IRestricted request,
        Caller caller,
        bool isAllowed
    )
    {
        var answer = await CheckAsync(request.Needs, caller, RecordingAccess.Admin);

        Assert.That(answer.Error, Is.EqualTo(isAllowed ? null : caller.Refusal));
    }

    private static IEnumerable<TestCaseData<Permission, RecordingAccess?, Caller, bool>> Watchers()
    {
        Caller[] managers = [.. Administrators, .. RecordingsKeys];
        Caller[] moderators = [.. managers, Given.Moderator];
        Caller[] participants = [.. moderators, Given.Publisher];
        (string Name, Permission Permission, RecordingAccess? Access, Caller[] Allowed)[] rules =
        [
            ("watch", Permission.WatchRecordingsOf(Room), null, managers),
            ("watch", Permission.WatchRecordingsOf(Room), RecordingAccess.Admin, managers),
            (
                "watch",
                Permission.WatchRecordingsOf(Room),
                RecordingAccess.AdminModerator,
                moderators
            ),
            (
                "watch",
                Permission.WatchRecordingsOf(Room),
                RecordingAccess.AdminModeratorPublisher,
                participants
            ),
            (
                "watch an impossible room",
                Permission.WatchRecordingsOf(null),
                RecordingAccess.AdminModeratorPublisher,
                managers
            ),
            ("share", Permission.ShareRecordingsOf(Room, ApiAccess.ReadRecordings), null, managers),
            (
                "share",
                Permission.ShareRecordingsOf(Room, ApiAccess.ReadRecordings),
                RecordingAccess.Admin,
                managers
            ),
            (
                "share",
                Permission.ShareRecordingsOf(Room, ApiAccess.ReadRecordings),
                RecordingAccess.AdminModerator,
                moderators
            ),
            (
                "share",
                Permission.ShareRecordingsOf(Room, ApiAccess.ReadRecordings),
                RecordingAccess.AdminModeratorPublisher,
                moderators
            ),
            ("list", Permission.WatchRecordings, null, managers),
            ("list", Permission.WatchRecordings, RecordingAccess.Admin, managers),
            ("list", Permission.WatchRecordings, RecordingAccess.AdminModerator, moderators),
            (
                "list",
                Permission.WatchRecordings,
                RecordingAccess.AdminModeratorPublisher,
                participants
            ),
        ];
        return from rule in rules
            from caller in Everybody
            select new TestCaseData<Permission, RecordingAccess?, Caller, bool>(
                rule.Permission,
                rule.Access,
                caller,
                rule.Allowed.Contains(caller)
            )
            {
                TestName = $"{rule.Name}, {rule.Access?.ToString() ?? "no room"}, {NameOf(caller)}",
            };
    }

    /// <summary>Only one room exists.</summary>
    [TestCaseSource(nameof(Watchers))]
    public async Task Recordings_are_watched_and_shared_by_those_whom_the_room_allows(
        Permission needed,
        RecordingAccess? access,
        Caller caller,
        bool isAllowed
    )
    {
        var answer = await CheckAsync(needed, caller, access);

        Assert.That(answer.Error, Is.EqualTo(isAllowed ? null : caller.Refusal));
    }

    [Test]
    public void The_samples_cover_every_request()
    {
        var requests = typeof(ApplicationServices)
            .Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IBaseRequest)))
            .ToArray();

        Assert.That(requests, Is.Not.Empty);
        Assert.That(
            Samples.Select(sample => sample.Request.GetType()).Distinct(),
            Is.EquivalentTo(requests)
        );
    }

    private static Caller Key(ApiAccess access) =>
        new(ApiKey: new ApiKeyGrant(KeyId, access.ToString(), access));

    private static Task<Result> CheckAsync(
        Permission needed,
        Caller caller,
        RecordingAccess? access
    )
    {
        var preferences = new Mock<ISecurityPreferencesReader>();
        preferences
            .Setup(stored => stored.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(SecurityPreferences.Default);
        var rooms = new Mock<IRecordingAccessReader>();
        rooms
            .Setup(stored => stored.FindAsync(Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(access);
        return new CallerPermissions(
            Given.Current(caller),
            preferences.Object,
            rooms.Object
        ).CheckAsync(needed, CancellationToken.None);
    }

    private static string NameOf(Caller caller) =>
        caller switch
        {
            { IsServer: true } => "server",
            { ApiKey: { } key } => key.Name,
            { User: { } user } => user.Name,
            { Participant: { } grant } => $"{grant.Role} of {grant.Room}",
            _ => "nobody",
        };
}

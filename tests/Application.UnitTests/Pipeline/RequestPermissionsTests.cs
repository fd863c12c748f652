using MediatR;
using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Application.Import;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
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

    private static readonly Caller[] Everybody = [.. Administrators, .. Strangers, Caller.Server];

    private static readonly (object Request, Caller[] Allowed)[] Samples =
    [
        (new SignIn("alice", "password"), Everybody),
        (new SignOut([]), Everybody),
        (new RenewSession(null), Everybody),
        (new GetSignInMethods(), Everybody),
        (new BeginProviderSignIn("https://meet.example.com/callback", ReturnPath.Home), Everybody),
        (new CompleteProviderSignIn(null, null, IsRefused: false), Everybody),
        (new EndProviderSession(null), Everybody),
        (new GetProfile(), [Given.Admin, Given.PlainUser]),
        (new GenerateParticipantToken(Room, Given.Name, Secret, null), Everybody),
        (new RefreshParticipantToken(Room, Given.Name, Secret, null), Everybody),
        (new GetParticipantRole(Room, Secret), Everybody),
        (new DisconnectParticipant(Room, Given.Name), [Given.Moderator]),
        (new GetSecurityPreferences(), Everybody),
        (new UpdateSecurityPreferences(null, null, null), Administrators),
        (new GetAppearancePreferences(), Administrators),
        (new SaveAppearancePreferences(AppearancePreferences.Default), Administrators),
        (new GetWebhookPreferences(), Administrators),
        (new UpdateWebhookPreferences(null, null), Administrators),
        (new ListWebhookDeliveries(null, PageSize.Default, null), Administrators),
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
        (new GetRecording(Recording), Administrators),
        (new ListRecordings(null, PageSize.Default, null), Administrators),
        (new DeleteRecordings([RecordingReference.To(Recording)]), Administrators),
        (
            new StreamRecordingRange(Recording, RangeHeader.Whole, MediaConditions.None, true),
            Administrators
        ),
        (
            new CreateRoom(RoomNamePrefix.From(null), Given.Now, null, new()),
            [.. Administrators, Given.PlainUser]
        ),
        (new ListRooms(null, null), Administrators),
        (new GetRoom(Room), [.. Administrators, Given.Moderator]),
        (new GetRoom(null), Administrators),
        (new UpdateRoom(Room, new(null, null, null)), Administrators),
        (new DeleteRooms([Room]), Administrators),
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
        var preferences = new Mock<ISecurityPreferencesReader>();
        preferences
            .Setup(stored => stored.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(SecurityPreferences.Default);
        var permissions = new CallerPermissions(Given.Current(caller), preferences.Object);

        var answer = await permissions.CheckAsync(request.Needs, CancellationToken.None);

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

    private static string NameOf(Caller caller) =>
        caller switch
        {
            { IsServer: true } => "server",
            { HoldsApiKey: true } => "API key",
            { User: { } user } => user.Name,
            { Participant: { } grant } => $"{grant.Role} of {grant.Room}",
            _ => "nobody",
        };
}

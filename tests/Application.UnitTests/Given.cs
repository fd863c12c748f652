using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests;

/// <summary>Rooms, participants and callers for tests.</summary>
internal static class Given
{
    public const string RoomName = "daily-abc";
    public const string ParticipantName = "Alice";
    public const string ModeratorSecret = "moderator-secret";
    public const string PublisherSecret = "publisher-secret";

    public static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly TokenFamily Family = new(
        Guid.Parse("11111111-2222-3333-4444-555555555555"),
        Epoch: 0
    );

    public static readonly Caller Admin = new(new User("admin", UserRole.Admin));
    public static readonly Caller ApiKey = new(ApiKey: ApiKeyGrant.Configured);
    public static readonly Caller PlainUser = new(new User("user", UserRole.User));
    public static readonly Caller Moderator = new(Participant: Grant(ParticipantRole.Moderator));
    public static readonly Caller Publisher = new(Participant: Grant(ParticipantRole.Publisher));

    /// <summary>Nobody reads these metrics.</summary>
    public static IMeterFactory Meters { get; } =
        new ServiceCollection()
            .AddMetrics()
            .BuildServiceProvider()
            .GetRequiredService<IMeterFactory>();

    public static ICurrentCaller Current(Caller caller) =>
        Mock.Of<ICurrentCaller>(current => current.Caller == caller);

    /// <summary>Failures are not logged.</summary>
    public static IndependentWork Work => new(NullLogger<IndependentWork>.Instance);

    public static ParticipantName Name =>
        Domain.Participants.ParticipantName.Parse(ParticipantName);

    public static RoomName RoomNamed(string name) => Domain.Rooms.RoomName.Parse(name);

    public static PresentParticipant Present(TokenFamily? family = null, string? name = null) =>
        new(
            Domain.Participants.ParticipantName.Parse(name ?? ParticipantName),
            "PA_1",
            family,
            IsFromOperator: false
        );

    public static ParticipantBan Ban(
        int epoch = 1,
        string name = ParticipantName,
        DateTimeOffset? until = null
    ) =>
        new(
            RoomNamed(RoomName),
            Domain.Participants.ParticipantName.Parse(name),
            epoch,
            Now.AddMinutes(-5),
            until ?? Now.AddMinutes(5)
        );

    public static Room Room(string name = RoomName, DateTimeOffset? createdAt = null) =>
        new()
        {
            Name = RoomNamed(name),
            Prefix = RoomNamePrefix.From("daily"),
            CreatedAt = createdAt ?? Now,
            ExpiresAt = Now.AddDays(1),
            ModeratorSecret = new RoomSecret(ModeratorSecret),
            PublisherSecret = new RoomSecret(PublisherSecret),
        };

    public static ParticipantGrant Grant(
        ParticipantRole role,
        string room = RoomName,
        string name = ParticipantName,
        DateTimeOffset? expiresAt = null,
        TokenFamily? family = null
    ) =>
        new(
            RoomNamed(room),
            Domain.Participants.ParticipantName.Parse(name),
            role,
            expiresAt ?? Now.AddHours(1),
            family ?? Family
        );
}

using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Participants;

/// <summary>What the Meet SPA lets a participant do.</summary>
public sealed record ParticipantPermissions(
    bool CanPublishScreen,
    bool CanRecord,
    bool CanChat,
    bool CanChangeVirtualBackground
)
{
    public static ParticipantPermissions Of(ParticipantRole role) =>
        new(
            CanPublishScreen: true,
            CanRecord: role == ParticipantRole.Moderator,
            CanChat: true,
            CanChangeVirtualBackground: true
        );
}

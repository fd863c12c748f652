using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.UnitTests.Participants;

public sealed class ParticipantPermissionsTests
{
    [Test]
    public void Moderators_may_do_everything() =>
        Assert.That(
            ParticipantPermissions.Of(ParticipantRole.Moderator),
            Is.EqualTo(new ParticipantPermissions(true, true, true, true))
        );

    [Test]
    public void Publishers_may_do_everything_except_record() =>
        Assert.That(
            ParticipantPermissions.Of(ParticipantRole.Publisher),
            Is.EqualTo(
                new ParticipantPermissions(
                    CanPublishScreen: true,
                    CanRecord: false,
                    CanChat: true,
                    CanChangeVirtualBackground: true
                )
            )
        );

    [Test]
    public void The_higher_role_has_more_permissions() =>
        Assert.That(ParticipantRole.Moderator, Is.GreaterThan(ParticipantRole.Publisher));
}

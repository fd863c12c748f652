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
    public void Publishers_may_do_all_but_record() =>
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
    public void The_greater_role_may_do_more() =>
        Assert.That(ParticipantRole.Moderator, Is.GreaterThan(ParticipantRole.Publisher));
}

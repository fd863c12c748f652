using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.UnitTests.Access;

public sealed class SignOutTests
{
    private readonly Mock<ISignInSessionRepository> _sessions = new();

    [Test]
    public async Task The_session_ends()
    {
        var grant = new RefreshGrant("alice", Guid.NewGuid(), Guid.NewGuid());

        var result = await new SignOutHandler(_sessions.Object).Handle(
            new SignOut(grant),
            CancellationToken.None
        );

        Assert.That(result.Error, Is.Null);
        _sessions.Verify(
            sessions => sessions.RemoveAsync(grant.SessionId, It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    [Test]
    public async Task Who_has_no_session_is_signed_out_already()
    {
        var sessions = new Mock<ISignInSessionRepository>(MockBehavior.Strict);

        var result = await new SignOutHandler(sessions.Object).Handle(
            new SignOut(null),
            CancellationToken.None
        );

        Assert.That(result.Error, Is.Null);
    }
}

using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Application.UnitTests.Access;

public sealed class SignOutTests
{
    private readonly Mock<ISignInSessionRepository> _sessions = new();

    [Test]
    public async Task Every_session_is_ended()
    {
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];

        var result = await new SignOutHandler(_sessions.Object, new AuditTrail()).Handle(
            new SignOut(ids, "alice"),
            CancellationToken.None
        );

        Assert.That(result.Error, Is.Null);
        foreach (var id in ids)
            _sessions.Verify(
                sessions => sessions.RemoveAsync(id, It.IsAny<CancellationToken>()),
                Times.Once()
            );
    }

    [Test]
    public async Task Signing_out_without_a_session_succeeds()
    {
        var sessions = new Mock<ISignInSessionRepository>(MockBehavior.Strict);

        var result = await new SignOutHandler(sessions.Object, new AuditTrail()).Handle(
            new SignOut([], UserKey: null),
            CancellationToken.None
        );

        Assert.That(result.Error, Is.Null);
    }
}

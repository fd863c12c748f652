using Moq;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Application.UnitTests.Access;

/// <summary>The ports for signing in. A call that a test did not set up fails the test.</summary>
internal sealed class AccessPorts
{
    public static readonly User Alice = new("alice", UserRole.User);
    public static readonly UserToken Access = new("access", TimeSpan.FromHours(2));
    public static readonly UserToken Refresh = new("refresh", TimeSpan.FromDays(1));

    public Mock<IUserDirectory> Users { get; } = new(MockBehavior.Strict);

    public Mock<IUserTokens> Tokens { get; } = new(MockBehavior.Strict);

    public Mock<ISignInSessionRepository> Sessions { get; } = new(MockBehavior.Strict);

    public AccessPorts WithTokens()
    {
        Tokens.Setup(tokens => tokens.SessionLifetime).Returns(Refresh.Lifetime);
        Tokens
            .Setup(tokens => tokens.IssueAccess(It.Is<AccessGrant>(grant => grant.User == Alice)))
            .Returns(Access);
        Tokens.Setup(tokens => tokens.IssueRefresh(It.IsAny<SignInSession>())).Returns(Refresh);
        return this;
    }

    public AccessPorts WithUser(User? user)
    {
        Users
            .Setup(users => users.FindAsync("alice", It.IsAny<CancellationToken>()))
            .ReturnsAsync(user);
        return this;
    }
}

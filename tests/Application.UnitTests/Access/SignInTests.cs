using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Access;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Results;

namespace OpenViduMeet.Application.UnitTests.Access;

public sealed class SignInTests
{
    private AccessPorts _ports = null!;

    [SetUp]
    public void SetUp() => _ports = new AccessPorts().WithTokens();

    private static IEnumerable<Error> Refusals =>
        [AccessErrors.WrongCredentials, AccessErrors.TooManySignIns];

    [TestCaseSource(nameof(Refusals))]
    public async Task Refused_credentials_start_no_session(Error refusal)
    {
        WithVerified(refusal);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(refusal));
        _ports.Sessions.VerifyNoOtherCalls();
        _ports.Tokens.VerifyNoOtherCalls();
    }

    [Test]
    public async Task A_session_is_saved_and_its_token_issued()
    {
        WithVerified(AccessPorts.Alice);
        SignInSession? saved = null;
        _ports
            .Sessions.Setup(sessions =>
                sessions.AddAsync(It.IsAny<SignInSession>(), It.IsAny<CancellationToken>())
            )
            .Callback((SignInSession session, CancellationToken _) => saved = session)
            .Returns(Task.CompletedTask);

        var result = await SendAsync();

        Assert.That(
            result.Value,
            Is.EqualTo(new UserTokens(AccessPorts.Access, AccessPorts.Refresh))
        );
        Assert.That(saved, Is.Not.Null);
        Assert.That(saved.UserName, Is.EqualTo("alice"));
        Assert.That(saved.ExpiresAt, Is.EqualTo(Given.Now + AccessPorts.Refresh.Lifetime));
        Assert.That(saved.Id, Is.Not.EqualTo(saved.CurrentTokenId).And.Not.EqualTo(Guid.Empty));
        _ports.Tokens.Verify(tokens => tokens.IssueRefresh(saved), Times.Once());
        _ports.Tokens.Verify(
            tokens => tokens.IssueAccess(new AccessGrant(AccessPorts.Alice, saved.Id)),
            Times.Once()
        );
    }

    [Test]
    public void The_text_of_the_request_does_not_contain_the_password() =>
        Assert.That(new SignIn("alice", "pa55word").ToString(), Does.Not.Contain("pa55word"));

    private void WithVerified(Result<User> verified) =>
        _ports
            .Users.Setup(users =>
                users.VerifyAsync("alice", "pa55word", It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(verified);

    private Task<Result<UserTokens>> SendAsync() =>
        new SignInHandler(
            _ports.Users.Object,
            _ports.Tokens.Object,
            _ports.Sessions.Object,
            new AuditTrail(),
            new FakeTimeProvider(Given.Now)
        ).Handle(new SignIn("alice", "pa55word"), CancellationToken.None);
}

using Moq;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Pipeline;

public sealed class AuthorizationTests
{
    private Mock<ISecurityPreferencesReader> _preferences = null!;
    private int _handled;

    [SetUp]
    public void SetUp()
    {
        _handled = 0;
        _preferences = new();
        _preferences
            .Setup(stored => stored.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(SecurityPreferences.Default);
    }

    [Test]
    public async Task A_caller_with_the_permission_reaches_the_handler()
    {
        var result = await SendAsync(new Restricted(Permission.Administrator), Given.Admin);

        Assert.That(result.Error, Is.Null);
        Assert.That(_handled, Is.EqualTo(1));
    }

    [Test]
    public async Task A_caller_without_the_permission_never_reaches_the_handler()
    {
        var result = await SendAsync(new Restricted(Permission.Administrator), Given.PlainUser);

        Assert.That(result.Error, Is.EqualTo(AccessErrors.InsufficientPermissions));
        Assert.That(_handled, Is.Zero);
    }

    [Test]
    public async Task A_request_without_a_declared_permission_throws()
    {
        await Assert.ThatAsync(
            () => SendAsync(new Unrestricted(), Given.Admin),
            Throws.InvalidOperationException.With.Message.Contains(nameof(Unrestricted))
        );
        Assert.That(_handled, Is.Zero);
    }

    [Test]
    public async Task Several_permission_checks_read_the_preferences_once()
    {
        var permissions = PermissionsOf(Given.PlainUser);

        await permissions.CheckAsync(Permission.CreateRooms, CancellationToken.None);
        await permissions.CheckAsync(Permission.CreateRooms, CancellationToken.None);

        _preferences.Verify(
            stored => stored.GetSecurityAsync(It.IsAny<CancellationToken>()),
            Times.Once()
        );
    }

    [Test]
    public async Task Permissions_that_do_not_depend_on_the_preferences_do_not_read_them()
    {
        await SendAsync(new Restricted(Permission.Administrator), Given.PlainUser);
        await SendAsync(new Restricted(Permission.CreateRooms), Given.Admin);

        _preferences.VerifyNoOtherCalls();
    }

    private CallerPermissions PermissionsOf(Caller caller) =>
        new(Given.Current(caller), _preferences.Object, Mock.Of<IRecordingAccessReader>());

    private Task<Result> SendAsync<T>(T request, Caller caller)
        where T : notnull =>
        new Authorization<T, Result>(PermissionsOf(caller)).Handle(
            request,
            CancellationToken.None,
            () =>
            {
                _handled++;
                return Task.FromResult(Result.Ok);
            }
        );

    private sealed record Restricted(Permission Needs) : IRestricted;

    private sealed record Unrestricted;
}

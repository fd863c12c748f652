using Moq;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Application.UnitTests.Preferences;

public sealed class SecurityPreferencesTests
{
    private static readonly SecurityPreferences Stored = new(
        AuthMode.ModeratorsOnly,
        new RoomCreationPolicy(AllowRoomCreation: false, RequireAuthentication: true)
    );

    private Mock<ISecurityPreferencesReader> _reader = null!;
    private Mock<IPreferencesRepository> _preferences = null!;

    [SetUp]
    public void SetUp()
    {
        _reader = new();
        _reader
            .Setup(stored => stored.GetSecurityAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(Stored);
        _preferences = new();
        _preferences
            .Setup(stored =>
                stored.UpdateSecurityAsync(
                    It.IsAny<Func<SecurityPreferences, SecurityPreferences>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                (Func<SecurityPreferences, SecurityPreferences> change, CancellationToken _) =>
                    change(Stored)
            );
    }

    [Test]
    public async Task Any_caller_can_read_the_preferences()
    {
        var handler = new GetSecurityPreferencesHandler(_reader.Object);
        var result = await handler.Handle(new GetSecurityPreferences(), CancellationToken.None);
        Assert.That(result.Value, Is.EqualTo(Stored));
    }

    [TestCase(null, null, null, AuthMode.ModeratorsOnly, false, true)]
    [TestCase(AuthMode.AllUsers, null, null, AuthMode.AllUsers, false, true)]
    [TestCase(AuthMode.None, null, null, AuthMode.None, false, true)]
    [TestCase(null, true, null, AuthMode.ModeratorsOnly, true, true)]
    [TestCase(null, null, false, AuthMode.ModeratorsOnly, false, false)]
    [TestCase(AuthMode.AllUsers, true, false, AuthMode.AllUsers, true, false)]
    public async Task Omitted_preferences_stay_unchanged(
        AuthMode? mode,
        bool? allow,
        bool? require,
        AuthMode expectedMode,
        bool expectedAllow,
        bool expectedRequire
    )
    {
        var result = await new UpdateSecurityPreferencesHandler(_preferences.Object).Handle(
            new UpdateSecurityPreferences(mode, allow, require),
            CancellationToken.None
        );

        Assert.That(
            result.Value,
            Is.EqualTo(
                new SecurityPreferences(
                    expectedMode,
                    new RoomCreationPolicy(expectedAllow, expectedRequire)
                )
            )
        );
    }
}

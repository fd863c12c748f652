using OpenViduMeet.Application.Participants;

namespace OpenViduMeet.Application.UnitTests.Participants;

public sealed class ParticipantValidatorTests
{
    private const string Room = nameof(ITokenRequest.RoomName);
    private const string Name = nameof(ITokenRequest.ParticipantName);
    private const string Secret = nameof(ITokenRequest.Secret);

    private static IEnumerable<TestCaseData<string?, string?, string?, string[]>> Options()
    {
        yield return new("room", "Alice", "secret", []);
        yield return new("room", "Zoë / 名前", "secret", []);
        yield return new("room", new string('a', 256), "secret", []);
        yield return new("room", new string('a', 257), "secret", [Name]);
        yield return new("room", new string('ü', 129), "secret", [Name]);
        yield return new("room", "a\tb", "secret", [Name]);
        yield return new("room", "..", "secret", [Name]);
        yield return new("room", "\u200B", "secret", [Name]);
        yield return new("room", "\uD83D", "secret", [Name]) { TestName = "Half a character" };
        yield return new("room", " ", "secret", [Name]);
        yield return new(null, null, null, [Room, Secret, Name]);
        yield return new("", "", "", [Room, Secret, Name]);
        yield return new("  ", "Alice", "\t", [Room, Secret]);
    }

    [TestCaseSource(nameof(Options))]
    public void Each_invalid_token_option_is_named_once(
        string? room,
        string? name,
        string? secret,
        string[] faulty
    )
    {
        var generate = new GenerateParticipantToken(room, name, secret, null);
        var refresh = new RefreshParticipantToken(room, name, secret, null);

        var generated = new GenerateParticipantTokenValidator().Validate(generate);
        var refreshed = new RefreshParticipantTokenValidator().Validate(refresh);

        Assert.That(generated.Errors.Select(e => e.PropertyName), Is.EquivalentTo(faulty));
        Assert.That(refreshed.Errors.Select(e => e.PropertyName), Is.EquivalentTo(faulty));
    }

    [TestCase("room", "Alice", true)]
    [TestCase(null, "Alice", false)]
    [TestCase(" ", "Alice", false)]
    [TestCase("room", " ", true)]
    [TestCase("room", "..", true)]
    public void Disconnecting_requires_a_room_and_accepts_any_name(
        string? room,
        string? name,
        bool valid
    )
    {
        var request = new DisconnectParticipant(room, name);
        var result = new DisconnectParticipantValidator().Validate(request);
        Assert.That(result.IsValid, Is.EqualTo(valid));
    }

    [TestCase("secret", true)]
    [TestCase(null, false)]
    [TestCase(" ", false)]
    public void A_role_requires_a_secret(string? secret, bool valid)
    {
        var request = new GetParticipantRole("room", secret);
        var result = new GetParticipantRoleValidator().Validate(request);
        Assert.That(result.IsValid, Is.EqualTo(valid));
    }
}

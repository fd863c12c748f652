using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Tokens;

public sealed class TokenTests : InstallationTests
{
    private static readonly RoomName Room = RoomName.Parse("daily-abc");
    private static readonly ParticipantName Alice = ParticipantName.Parse("Alice / é");

    private static readonly TokenFamily Family = new(
        Guid.Parse("11111111-2222-3333-4444-555555555555"),
        Epoch: 7
    );

    private IParticipantTokens Tokens => Installation.Get<IParticipantTokens>();

    [TestCase(ParticipantRole.Publisher)]
    [TestCase(ParticipantRole.Moderator)]
    public async Task A_token_is_read_even_after_its_expiry(ParticipantRole role)
    {
        var token = Tokens.Issue(Installation.NewRoom(Room.Value), Alice, role, Family);
        Installation.Clock.Advance(token.Lifetime + ParticipantGrant.RefreshWindow);
        var expected = new ParticipantGrant(
            Room,
            Alice,
            role,
            Installation.Start + token.Lifetime,
            Family
        );
        Assert.That(await Tokens.ReadAsync(token.Value), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("garbage")]
    [TestCase("a.b.c")]
    public async Task A_text_that_is_not_a_token_gives_no_grant(string text) =>
        Assert.That(await Tokens.ReadAsync(text), Is.Null);

    [Test]
    public async Task An_access_token_is_not_a_participant_token()
    {
        var grant = new AccessGrant(new User("Alice", UserRole.Admin), Guid.NewGuid());
        var access = Installation.Get<IUserTokens>().IssueAccess(grant);
        Assert.That(await Tokens.ReadAsync(access.Value), Is.Null);
    }

    [Test]
    public void A_short_secret_signs_as_LiveKit_does()
    {
        var parts = Tokens
            .Issue(Installation.NewRoom(Room.Value), Alice, ParticipantRole.Publisher, Family)
            .Value.Split('.');
        var signature = HMACSHA256.HashData(
            "secret"u8,
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")
        );
        Assert.That(parts[2], Is.EqualTo(Base64Url.EncodeToString(signature)));
    }

    [Test]
    [Repeat(20)]
    public async Task The_key_is_generated_once_and_only_its_owner_can_read_it()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(NewKey)));
        var file = Installation.Get<StorageOptions>().KeyFile;

        Assert.That(keys, Is.All.EqualTo(keys[0]));
        Assert.That(NewKey(), Is.EqualTo(keys[0]));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Is.EqualTo([file]));
        if (!OperatingSystem.IsWindows())
            Assert.That(
                File.GetUnixFileMode(file),
                Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)
            );
    }

    private string NewKey() =>
        Convert.ToHexString(
            new SigningKeys(
                Installation.Get<JwtOptions>(),
                Installation.Get<LiveKitOptions>(),
                Installation.Get<StorageOptions>()
            )
                .Meet
                .Key
        );
}

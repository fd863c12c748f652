using System.Text;
using OpenViduMeet.Client;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.WebApi.FunctionalTests.Clients;

/// <summary>The generated client for .NET, used with the server.</summary>
public sealed class DotNetClientTests
{
    private const string DemoRecording = "demo--EG_demo--clock";

    private MeetApiFactory _factory = null!;
    private MeetServer _meet = null!;
    private MeetRoom _room = null!;

    [OneTimeSetUp]
    public async Task SignInAndCreateARoomAsync()
    {
        _factory = new MeetApiFactory();
        _meet = new MeetServer(_factory.Address);
        await _meet.Api.SignInAsync(new Credentials { Username = "admin", Password = "admin" });
        _room = await _meet.Api.CreateRoomAsync(
            new MeetRoomOptions
            {
                ExpirationDate = _factory.Clock.GetUtcNow().AddDays(1).ToUnixTimeMilliseconds(),
                RoomNamePrefix = "typed",
            }
        );
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _meet.Dispose();
        await _factory.DisposeAsync();
    }

    [Test]
    public async Task A_signed_in_user_stays_signed_in()
    {
        var profile = await _meet.Api.GetProfileAsync();
        Assert.That(
            profile,
            Is.EqualTo(new Profile { Username = "admin", Role = UserRoleName.Admin })
        );
    }

    [Test]
    public async Task An_API_key_is_sufficient()
    {
        using var keyed = new MeetServer(_factory.Address, MeetApiFactory.ApiKey);
        var rooms = await keyed.Api.ListRoomsAsync(fields: "roomName");
        Assert.That(rooms.Select(room => room.RoomName), Does.Contain(_room.RoomName));
    }

    [Test]
    public async Task A_refresh_before_expiry_throws_the_servers_error()
    {
        var options = AsModerator("Alice");
        var answer = await _meet.Internal.GenerateParticipantTokenAsync(options);
        Assert.That(answer.Token, Is.Not.Empty);

        var thrown = Assert.ThrowsAsync<MeetException<Error>>(() =>
            _meet.Internal.RefreshParticipantTokenAsync(options)
        );

        Assert.That(thrown.StatusCode, Is.EqualTo(409));
        Assert.That(
            thrown.Result,
            Is.EqualTo(
                new Error
                {
                    Code = 409,
                    Name = "Participant Error",
                    Message = "Participant token is still valid",
                }
            )
        );
    }

    [Test]
    public void Invalid_fields_of_a_request_are_named()
    {
        var thrown = Assert.ThrowsAsync<MeetException<Error>>(() =>
            _meet.Internal.GenerateParticipantTokenAsync(AsModerator(""))
        );
        Assert.That(thrown.StatusCode, Is.EqualTo(422));
        Assert.That(
            thrown.Result.Details!.Select(detail => detail.Field),
            Is.EqualTo(["participantName"])
        );
    }

    [Test]
    public async Task A_role_is_an_enum()
    {
        var role = await _meet.Internal.GetParticipantRoleAsync(_room.RoomName, ModeratorSecret);
        Assert.That(role, Is.EqualTo(ParticipantRoleName.Moderator));
    }

    [Test]
    public async Task Recordings_are_listed_and_a_range_of_one_is_streamed()
    {
        var page = await _meet.Api.ListRecordingsAsync(maxItems: 5);
        var recording = page.Recordings.Single();
        Assert.That(recording.RecordingId, Is.EqualTo(DemoRecording));
        Assert.That(recording.Status, Is.EqualTo(RecordingStatusName.Complete));
        Assert.That((page.IsTruncated, page.NextPageToken), Is.EqualTo((false, (string?)null)));

        using var range = await _meet.Internal.GetRecordingStreamAsync(
            recording.RecordingId,
            range: "bytes=4-11"
        );

        using var bytes = new MemoryStream();
        await range.Stream.CopyToAsync(bytes);
        Assert.That(range.StatusCode, Is.EqualTo(206));
        Assert.That(
            range.Headers["Content-Range"].Single(),
            Is.EqualTo($"bytes 4-11/{recording.Size}")
        );
        Assert.That(Encoding.ASCII.GetString(bytes.ToArray()), Does.StartWith("ftyp"));
    }

    [Test]
    public async Task Omitted_preferences_stay_unchanged()
    {
        var updated = await _meet.Api.UpdateSecurityPreferencesAsync(
            new MeetSecurityPreferences { Authentication = new() { AuthMode = AuthModeName.None } }
        );
        Assert.That(updated.Authentication!.Method!.Type, Is.EqualTo(AuthMethodType.SingleUser));
        Assert.That(updated.RoomCreationPolicy!.AllowRoomCreation, Is.True);
    }

    private string ModeratorSecret => _room.ModeratorRoomUrl.Split("?secret=")[1];

    private OpenViduMeet.Client.TokenOptions AsModerator(string participant) =>
        new()
        {
            RoomName = _room.RoomName,
            ParticipantName = participant,
            Secret = ModeratorSecret,
        };
}

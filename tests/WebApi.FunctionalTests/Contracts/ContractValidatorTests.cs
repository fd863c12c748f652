using System.Text.Json;
using FluentValidation;
using Microsoft.Extensions.Time.Testing;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Binding;
using OpenViduMeet.WebApi.Contracts;

namespace OpenViduMeet.WebApi.FunctionalTests.Contracts;

/// <summary>Which fields of a body are at fault, of their type or of their value.</summary>
public sealed class ContractValidatorTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly long Tomorrow = Now.AddDays(1).ToUnixTimeMilliseconds();
    private static readonly JsonSerializerOptions Json = NewJson();

    private static IEnumerable<TestCaseData<object?, object?, object?, string[]>> Tokens()
    {
        const string room = "roomName";
        const string name = "participantName";
        const string secret = "secret";
        yield return new("room", "Alice", "secret", []);
        yield return new("room", "Zoë / 名前", "secret", []);
        yield return new("no--room", "Alice", "secret", []);
        yield return new("room", new string('a', 256), "secret", []);
        yield return new("room", new string('a', 257), "secret", [name]);
        yield return new("room", new string('ü', 129), "secret", [name]);
        yield return new("room", "a\tb", "secret", [name]);
        yield return new("room", "..", "secret", [name]);
        yield return new("room", "\u200B", "secret", [name]);
        yield return new("room", " ", "secret", [name]);
        yield return new("room", "EG_recorder", "secret", [name]);
        yield return new(null, null, null, [room, secret, name]);
        yield return new("", "", "", [room, secret, name]);
        yield return new("  ", "Alice", "\t", [room, secret]);
        yield return new(7, null, null, [room, secret, name]);
    }

    [TestCaseSource(nameof(Tokens))]
    public void Token_options_name_each_faulty_field_once(
        object? room,
        object? name,
        object? secret,
        string[] faulty
    )
    {
        var sent = new
        {
            roomName = room,
            participantName = name,
            secret,
        };
        Assert.That(FaultsOf(sent, new TokenOptionsValidator()), Is.EquivalentTo(faulty));
    }

    private static IEnumerable<TestCaseData<object?, object?, object?, string?>> Rooms()
    {
        const string date = "expirationDate";
        yield return new(Tomorrow, null, null, null);
        yield return new(Tomorrow, "", 1, null);
        yield return new(Now.ToUnixTimeMilliseconds() + 1, "a", 1, null);
        yield return new(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), "a", 1, null);
        yield return new(Tomorrow, new string('a', RoomNamePrefix.MaxLength), 1, null);
        yield return new(null, "a", 1, date);
        yield return new("tomorrow", "a", 1, date);
        yield return new(0, "a", 1, date);
        yield return new(long.MinValue, "a", 1, date);
        yield return new(long.MaxValue, "a", 1, date);
        yield return new(Now.ToUnixTimeMilliseconds(), "a", 1, date);
        yield return new(
            Tomorrow,
            new string('a', RoomNamePrefix.MaxLength + 1),
            1,
            "roomNamePrefix"
        );
        yield return new(Tomorrow, "a", 0, "maxParticipants");
        yield return new(Tomorrow, "a", -1, "maxParticipants");
        yield return new(Tomorrow, "a", 2.5, "maxParticipants");
    }

    [TestCaseSource(nameof(Rooms))]
    public void Options_of_a_new_room_are_checked(
        object? expires,
        object? prefix,
        object? most,
        string? faulty
    )
    {
        var sent = new
        {
            expirationDate = expires,
            roomNamePrefix = prefix,
            maxParticipants = most,
        };
        var validator = new MeetRoomOptionsValidator(new FakeTimeProvider(Now));
        Assert.That(FaultsOf(sent, validator), Is.EqualTo(faulty is null ? [] : new[] { faulty }));
    }

    private static IEnumerable<TestCaseData<string[]?, bool>> Lists()
    {
        yield return new(null, false);
        yield return new([], false);
        yield return new(["a"], true);
        yield return new(["no--name"], true);
        yield return new(["a", " "], false);
        yield return new(["a", null!], false);
        yield return new([.. Enumerable.Repeat("a", 100)], true);
        yield return new([.. Enumerable.Repeat("a", 101)], false);
    }

    [TestCaseSource(nameof(Lists))]
    public void One_to_100_rooms_are_deleted_at_once(string[]? names, bool valid)
    {
        var faults = FaultsOf(new { roomNames = names }, new DeleteRoomsOptionsValidator());
        Assert.That(faults, Is.EqualTo(valid ? [] : new[] { "roomNames" }));
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(100, true)]
    [TestCase(101, false)]
    public void One_to_100_recordings_are_deleted_at_once(int count, bool valid)
    {
        var text = string.Join(',', Enumerable.Repeat("daily-abc--EG_1--uid1", count));
        Assert.That(RecordingIdList.TryParse(text, out _), Is.EqualTo(valid));
    }

    [Test]
    public void Faults_inside_an_object_are_named_by_their_path()
    {
        var sent = new
        {
            preferences = new
            {
                chatPreferences = new { enabled = "yes" },
                recordingPreferences = new { enabled = (bool?)null },
                virtualBackgroundPreferences = 7,
            },
        };
        Assert.That(
            FaultsOf(sent, new MeetRoomUpdateValidator()),
            Is.EqualTo([
                "preferences.chatPreferences.enabled",
                "preferences.recordingPreferences.enabled",
                "preferences.virtualBackgroundPreferences",
            ])
        );
    }

    [TestCase("user", "pass", "")]
    [TestCase("abc", "pass", "username")]
    [TestCase("user", "abc", "password")]
    [TestCase(null, "pass", "username")]
    [TestCase("user", null, "password")]
    [TestCase("    ", "pass", "username")]
    public void Name_and_password_have_at_least_four_characters(
        string? username,
        string? password,
        string faulty
    ) =>
        Assert.That(
            FaultsOf(new { username, password }, new CredentialsValidator()),
            Is.EqualTo(faulty.Length == 0 ? [] : new[] { faulty })
        );

    [TestCase(256, true)]
    [TestCase(257, false)]
    public void Name_and_password_have_a_limit(int length, bool valid)
    {
        var text = new string('a', length);
        var faults = FaultsOf(new { username = text, password = text }, new CredentialsValidator());
        Assert.That(faults, Is.EqualTo(valid ? [] : new[] { "username", "password" }));
    }

    private static IEnumerable<string> FaultsOf<T>(object sent, AbstractValidator<T> validator)
        where T : RequestBody
    {
        var body = JsonSerializer.SerializeToElement(sent).Deserialize<T>(Json)!;
        return body
            .Faults.Select(fault => fault.Field)
            .Concat(
                validator
                    .Validate(body)
                    .Errors.Select(fault =>
                        JsonNamingPolicy.CamelCase.ConvertName(fault.PropertyName)
                    )
            )
            .Distinct();
    }

    private static JsonSerializerOptions NewJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        json.AddBinding();
        return json;
    }
}

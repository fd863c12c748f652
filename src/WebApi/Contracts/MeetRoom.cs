using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Values;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>A room.</summary>
/// <param name="RoomName">The name of the room, which is also its id.</param>
/// <param name="RoomNamePrefix">The readable beginning of the name. It may be empty.</param>
/// <param name="CreationDate">The date when the room was created (milliseconds since the Unix epoch).</param>
/// <param name="ExpirationDate">The date when the room expires (milliseconds since the Unix epoch).</param>
/// <param name="MaxParticipants">The maximum number of participants at once, or null for no limit.</param>
/// <param name="Preferences">The features that participants can use.</param>
/// <param name="ModeratorRoomUrl">The URL to join the room as a moderator.</param>
/// <param name="PublisherRoomUrl">The URL to join the room as a publisher.</param>
public sealed record MeetRoom(
    string RoomName,
    string RoomNamePrefix,
    long CreationDate,
    long ExpirationDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? MaxParticipants,
    MeetRoomPreferences Preferences,
    string ModeratorRoomUrl,
    string PublisherRoomUrl
);

/// <summary>The requested fields of a room, or all fields if none were requested.</summary>
public sealed record MeetRoomFields
{
    /// <summary>The name of the room, which is also its id.</summary>
    public string? RoomName { get; init; }

    /// <summary>The readable beginning of the name. It may be empty.</summary>
    public string? RoomNamePrefix { get; init; }

    /// <summary>The date when the room was created (milliseconds since the Unix epoch).</summary>
    public long? CreationDate { get; init; }

    /// <summary>The date when the room expires (milliseconds since the Unix epoch).</summary>
    public long? ExpirationDate { get; init; }

    /// <summary>The maximum number of participants at once, or null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? MaxParticipants { get; init; }

    /// <summary>The features that participants can use.</summary>
    public MeetRoomPreferences? Preferences { get; init; }

    /// <summary>The URL to join the room as a moderator.</summary>
    public string? ModeratorRoomUrl { get; init; }

    /// <summary>The URL to join the room as a publisher.</summary>
    public string? PublisherRoomUrl { get; init; }
}

/// <summary>The options of a new room.</summary>
public sealed record MeetRoomOptions : RequestBody
{
    /// <summary>The date when the room expires (milliseconds since the Unix epoch). It must be in the future.</summary>
    /// <example>4102444800000</example>
    [Required]
    public long? ExpirationDate { get; init; }

    /// <summary>The readable beginning of the name. Characters other than ASCII letters, digits and single hyphens are dropped.</summary>
    /// <example>OpenVidu</example>
    public string? RoomNamePrefix { get; init; }

    /// <summary>The maximum number of participants at once. Default: no limit.</summary>
    /// <example>10</example>
    public int? MaxParticipants { get; init; }

    /// <summary>The features that participants can use. Default: all features.</summary>
    public MeetRoomPreferences? Preferences { get; init; }

    internal CreateRoom ToRequest() =>
        new(
            Domain.Rooms.RoomNamePrefix.From(RoomNamePrefix),
            DateTimeOffset.FromUnixTimeMilliseconds(Valid(ExpirationDate)),
            MaxParticipants,
            Preferences.ToDomain()
        );
}

internal sealed class MeetRoomOptionsValidator : AbstractValidator<MeetRoomOptions>
{
    public MeetRoomOptionsValidator(TimeProvider clock)
    {
        RuleFor(body => body.ExpirationDate)
            .NotNull()
            .Must(date => date > clock.GetUtcNow().ToUnixTimeMilliseconds())
            .WithMessage("Must be in the future.")
            .LessThanOrEqualTo(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        RuleFor(body => body.RoomNamePrefix).MaximumLength(RoomNamePrefix.MaxLength);
        RuleFor(body => body.MaxParticipants).GreaterThan(0);
    }
}

/// <summary>The changes of a room.</summary>
public sealed record MeetRoomUpdate : RequestBody
{
    /// <summary>The features that participants can use. Fields that are not sent stay unchanged.</summary>
    [Required]
    public MeetRoomPreferences? Preferences { get; init; }

    internal UpdateRoom ToRequest(RoomName? room) => new(room, Valid(Preferences).ToChange());
}

internal sealed class MeetRoomUpdateValidator : AbstractValidator<MeetRoomUpdate>
{
    public MeetRoomUpdateValidator() => RuleFor(body => body.Preferences).NotNull();
}

/// <summary>The features that participants of a room can use.</summary>
public sealed record MeetRoomPreferences : RequestBody
{
    /// <summary>Whether participants can send and receive chat messages.</summary>
    public FeaturePreference? ChatPreferences { get; init; }

    /// <summary>Whether moderators can record the room, and who may watch its recordings.</summary>
    public RecordingPreference? RecordingPreferences { get; init; }

    /// <summary>Whether participants can use virtual backgrounds.</summary>
    public FeaturePreference? VirtualBackgroundPreferences { get; init; }
}

/// <summary>Whether a feature is enabled.</summary>
public sealed record FeaturePreference : RequestBody
{
    /// <summary>Whether the feature is enabled. Default: true.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>Whether moderators can record the room, and who may watch its recordings.</summary>
public sealed record RecordingPreference : RequestBody
{
    private readonly bool? _enabled;

    /// <summary>Whether the feature is enabled. Default: true.</summary>
    public bool Enabled
    {
        get => _enabled ?? true;
        init => _enabled = value;
    }

    /// <summary>
    /// Who may watch the room's recordings: administrators (<c>admin</c>), also the room's moderators (<c>admin-moderator</c>), or
    /// everybody who has one of the room's links (<c>admin-moderator-publisher</c>). Default: <c>admin</c>.
    /// </summary>
    public RecordingAccessName? AllowAccessTo { get; init; }

    /// <returns><see cref="Enabled"/>, or <see langword="null"/> if it was not sent.</returns>
    internal bool? SentEnabled() => _enabled;
}

/// <summary>The rooms to delete.</summary>
public sealed record DeleteRoomsOptions : RequestBody
{
    /// <summary>The names of the rooms, 1 to 100.</summary>
    [Required]
    public IReadOnlyList<string>? RoomNames { get; init; }

    /// <summary>Texts that are not room names are ignored, like names of rooms that do not exist.</summary>
    internal DeleteRooms ToRequest() =>
        new([.. Valid(RoomNames).Select(ParsableValue.ParseOrNull<RoomName>).OfType<RoomName>()]);
}

internal sealed class DeleteRoomsOptionsValidator : AbstractValidator<DeleteRoomsOptions>
{
    private const int MaxRooms = 100;

    public DeleteRoomsOptionsValidator() =>
        RuleFor(body => body.RoomNames)
            .NotEmpty()
            .Must(names => names?.Count <= MaxRooms && !names.Any(string.IsNullOrWhiteSpace))
            .WithMessage($"Must name 1 to {MaxRooms} rooms.");
}

/// <summary>The deleted rooms.</summary>
/// <param name="Message">A readable message.</param>
/// <param name="DeletedRooms">The names of the deleted rooms.</param>
public sealed record DeletedRoomsAnswer(string Message, IReadOnlyList<string> DeletedRooms);

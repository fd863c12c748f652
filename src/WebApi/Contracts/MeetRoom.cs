using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>A room to meet in.</summary>
/// <param name="RoomName">Its name, which is also its id.</param>
/// <param name="RoomNamePrefix">The readable beginning of the name; may be empty.</param>
/// <param name="CreationDate">In milliseconds since the Unix epoch.</param>
/// <param name="ExpirationDate">From this instant on the room does not exist; in milliseconds since the Unix epoch.</param>
/// <param name="MaxParticipants">How many may be in it at once, or null for no limit.</param>
/// <param name="Preferences">What people in it can use.</param>
/// <param name="ModeratorRoomUrl">Lets people join as moderators.</param>
/// <param name="PublisherRoomUrl">Lets people join as publishers.</param>
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

/// <summary>Of a room the fields that were asked for; all of them, if none were named.</summary>
public sealed record MeetRoomFields
{
    /// <summary>Its name, which is also its id.</summary>
    public string? RoomName { get; init; }

    /// <summary>The readable beginning of the name; may be empty.</summary>
    public string? RoomNamePrefix { get; init; }

    /// <summary>In milliseconds since the Unix epoch.</summary>
    public long? CreationDate { get; init; }

    /// <summary>From this instant on the room does not exist; in milliseconds since the Unix epoch.</summary>
    public long? ExpirationDate { get; init; }

    /// <summary>How many may be in it at once, or null for no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? MaxParticipants { get; init; }

    /// <summary>What people in it can use.</summary>
    public MeetRoomPreferences? Preferences { get; init; }

    /// <summary>Lets people join as moderators.</summary>
    public string? ModeratorRoomUrl { get; init; }

    /// <summary>Lets people join as publishers.</summary>
    public string? PublisherRoomUrl { get; init; }
}

/// <summary>What a new room shall be like.</summary>
public sealed record MeetRoomOptions : RequestBody
{
    /// <summary>When the room ceases to exist: in the future, in milliseconds since the Unix epoch.</summary>
    /// <example>4102444800000</example>
    [Required]
    public long? ExpirationDate { get; init; }

    /// <summary>The readable beginning of the name: of it letters, digits and single hyphens are kept.</summary>
    /// <example>OpenVidu</example>
    public string? RoomNamePrefix { get; init; }

    /// <summary>How many may be in the room at once; no limit without it.</summary>
    /// <example>10</example>
    public int? MaxParticipants { get; init; }

    /// <summary>What people in the room can use; everything that is not named.</summary>
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

/// <summary>What of a room shall be different.</summary>
public sealed record MeetRoomUpdate : RequestBody
{
    /// <summary>What people in it can use. What is missing stays as it is.</summary>
    [Required]
    public MeetRoomPreferences? Preferences { get; init; }

    internal UpdateRoom ToRequest(RoomName? room) => new(room, Valid(Preferences).ToChange());
}

internal sealed class MeetRoomUpdateValidator : AbstractValidator<MeetRoomUpdate>
{
    public MeetRoomUpdateValidator() => RuleFor(body => body.Preferences).NotNull();
}

/// <summary>What people in a room can use.</summary>
public sealed record MeetRoomPreferences : RequestBody
{
    /// <summary>Sending and receiving chat messages.</summary>
    public FeaturePreference? ChatPreferences { get; init; }

    /// <summary>Recording the room.</summary>
    public FeaturePreference? RecordingPreferences { get; init; }

    /// <summary>Virtual backgrounds.</summary>
    public FeaturePreference? VirtualBackgroundPreferences { get; init; }
}

/// <summary>Whether something can be used.</summary>
public sealed record FeaturePreference : RequestBody
{
    /// <summary>True by default.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>Which rooms to delete.</summary>
public sealed record DeleteRoomsOptions : RequestBody
{
    /// <summary>Their names, 1 to 100.</summary>
    [Required]
    public IReadOnlyList<string>? RoomNames { get; init; }

    /// <summary>Texts that no room can be named by are passed over, as those of rooms that do not exist.</summary>
    internal DeleteRooms ToRequest() =>
        new([
            .. Valid(RoomNames)
                .Select(text => RoomName.TryParse(text, out var name) ? name : null)
                .OfType<RoomName>(),
        ]);
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

/// <summary>Which rooms were deleted.</summary>
/// <param name="Message">One sentence for people.</param>
/// <param name="DeletedRooms">Their names.</param>
public sealed record DeletedRoomsAnswer(string Message, IReadOnlyList<string> DeletedRooms);

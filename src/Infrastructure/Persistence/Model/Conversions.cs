using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class UnixMilliseconds()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
    );

internal sealed class RoomNameText()
    : ValueConverter<RoomName, string>(name => name.Value, text => RoomName.Parse(text));

internal sealed class RoomNamePrefixText()
    : ValueConverter<RoomNamePrefix, string>(
        prefix => prefix.Value,
        text => RoomNamePrefix.From(text)
    );

internal sealed class RoomSecretText()
    : ValueConverter<RoomSecret, string>(secret => secret.Value, text => new RoomSecret(text));

internal sealed class ParticipantNameText()
    : ValueConverter<ParticipantName, string>(
        name => name.Value,
        text => ParticipantName.Parse(text)
    );

/// <summary>The tag without its quotes. All stored tags are strong.</summary>
internal sealed class EntityTagText()
    : ValueConverter<EntityTag, string>(tag => tag.Opaque, text => new EntityTag(text));

internal sealed class RecordingIdText()
    : ValueConverter<RecordingId, string>(id => id.ToString(), text => RecordingId.Parse(text));

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenViduMeet.Client;

// An answer that is nothing but an enum's name has no property whose attribute would say so.

public partial class MeetClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter());
}

public partial class MeetInternalClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter());
}

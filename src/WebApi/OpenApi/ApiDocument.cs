using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.OpenApi;

/// <summary>One of the two APIs and its document.</summary>
/// <param name="Name">The committed file's name, without its extension.</param>
/// <param name="Summary">One line, for a list of the APIs.</param>
/// <param name="BasePath">The path that all its operations begin with.</param>
/// <param name="ExtraSchemas">Contracts that the document includes although none of its operations uses them.</param>
public sealed record ApiDocument(
    string Name,
    string Title,
    string Description,
    string Summary,
    string BasePath,
    params Type[] ExtraSchemas
)
{
    public static readonly ApiDocument Internal = new(
        "internal-api.v1",
        "OpenVidu Meet Internal REST API",
        "The OpenVidu Meet Internal REST API allows seamless integration of OpenVidu Meet rooms into your application. "
            + "This REST API provides endpoints to manage rooms and recordings in OpenVidu Meet.",
        "What the Meet client calls: participant tokens, disconnecting, watching recordings.",
        ApiPaths.Internal,
        typeof(Contracts.MeetRecordingBase),
        typeof(Contracts.MeetRecording),
        typeof(Contracts.MeetRecordingStart)
    );

    public static readonly ApiDocument Public = new(
        "public-api.v1",
        "OpenVidu Meet REST API",
        "The OpenVidu Meet REST API allows seamless integration of OpenVidu Meet rooms into your application. "
            + "This REST API provides endpoints to manage rooms and recordings in OpenVidu Meet.",
        "Signing in, rooms and preferences.",
        ApiPaths.Public
    );

    public static readonly IReadOnlyList<ApiDocument> All = [Internal, Public];

    /// <summary>The path of the document as JSON.</summary>
    public string JsonPath => $"{BasePath}/openapi.json";

    /// <summary>The path of the page that shows the document.</summary>
    public string PagePath => $"{BasePath}/docs";
}

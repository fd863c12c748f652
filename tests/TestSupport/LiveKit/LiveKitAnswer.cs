using System.Net;
using System.Text.Json.Nodes;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>The double's answer to one call.</summary>
internal sealed record LiveKitAnswer(HttpStatusCode Status, string Body)
{
    public static readonly LiveKitAnswer Empty = Ok([]);

    public string ContentType { get; private init; } = "application/json";

    public TimeSpan Delay { get; init; }

    public static LiveKitAnswer Ok(JsonObject body) => new(HttpStatusCode.OK, body.ToJsonString());

    public static LiveKitAnswer Error(HttpStatusCode status, string code, string message) =>
        new(status, new JsonObject { ["code"] = code, ["msg"] = message }.ToJsonString());

    public static LiveKitAnswer NotFound(string message) =>
        Error(HttpStatusCode.NotFound, "not_found", message);

    /// <summary>The text repeats the token, as that of a real server does.</summary>
    public static LiveKitAnswer RefusedToken(string token) =>
        new(HttpStatusCode.Unauthorized, $"invalid token: {token}, error: could not verify token")
        {
            ContentType = "text/plain; charset=utf-8",
        };
}

internal static class JsonFields
{
    /// <summary>A field by its name in snake case. The message may have it in camel case.</summary>
    public static JsonNode? Field(this JsonObject message, string name)
    {
        var parts = name.Split('_');
        var camel =
            parts[0]
            + string.Concat(
                parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..])
            );
        return message[name] ?? message[camel];
    }

    public static string Text(this JsonObject message, string name) =>
        message.Field(name)?.GetValue<string>() ?? "";
}

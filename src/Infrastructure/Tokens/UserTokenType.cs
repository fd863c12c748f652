namespace OpenViduMeet.Infrastructure.Tokens;

/// <summary>The kinds of token that Meet signs with its own key.</summary>
internal sealed record UserTokenType(string Name, string Audience)
{
    public static readonly UserTokenType Access = new("access", "openvidu-meet:api");

    public static readonly UserTokenType Refresh = new("refresh", "openvidu-meet:refresh");
}

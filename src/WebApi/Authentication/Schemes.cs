namespace OpenViduMeet.WebApi.Authentication;

/// <summary>One authentication scheme for each kind of credential.</summary>
public static class Schemes
{
    public const string AccessToken = nameof(AccessToken);

    public const string RefreshToken = nameof(RefreshToken);

    public const string ParticipantToken = nameof(ParticipantToken);

    public const string ApiKey = nameof(ApiKey);
}

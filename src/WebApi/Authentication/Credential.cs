namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The kinds of credentials. Each except <see cref="None"/> has its own authentication scheme of the same name.</summary>
public enum Credential
{
    /// <summary>A request without a credential is also accepted.</summary>
    None,

    ApiKey,

    AccessToken,

    RefreshToken,

    ParticipantToken,
}

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>The kinds of credentials. Each has an authentication scheme of its own, named like it.</summary>
public enum Credential
{
    /// <summary>A request without any credential is accepted too.</summary>
    None,

    ApiKey,

    AccessToken,

    RefreshToken,

    ParticipantToken,
}

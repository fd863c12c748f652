namespace OpenViduMeet.Domain.Access;

/// <summary>The lengths of usernames and passwords with which users can sign in, in characters.</summary>
public static class CredentialLengths
{
    public const int Min = 4;
    public const int Max = 256;
}

namespace OpenViduMeet.Application.Access;

/// <summary>Guessing an account's password.</summary>
public static class AccountGuess
{
    public static string TargetOf(string username) => $"account {username}";
}

namespace OpenViduMeet.Application.Access;

/// <summary>The target of guesses at an account's password.</summary>
public static class AccountGuess
{
    public static string TargetOf(string username) => $"account {username}";
}

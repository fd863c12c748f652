namespace OpenViduMeet.Domain.Access;

/// <summary>A user who can sign in: a built-in one, or an account at the identity provider.</summary>
/// <param name="Name">The name to show. Only the names of built-in users are unique, by ordinal comparison.</param>
public sealed record User(string Name, UserRole Role)
{
    /// <summary>
    /// Identifies the user: the name of a built-in user, or <see cref="ProviderAccount.Key"/>. An account at the identity provider is never
    /// the built-in user of the same name.
    /// </summary>
    public string Key { get; init; } = Name;

    public bool IsBuiltIn => IsBuiltInKey(Key);

    public static bool IsBuiltInKey(string key) =>
        !key.StartsWith(ProviderAccount.KeyPrefix, StringComparison.Ordinal);
}

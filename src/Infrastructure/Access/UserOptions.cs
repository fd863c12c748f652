using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The two built-in users and the API key.</summary>
public sealed class UserOptions : IMeetOptions
{
    private const int MinProductionSecretLength = 8;
    private const int MinApiKeyLength = 16;
    private const int MaxApiKeyLength = 1024;

    public static string Section => "Users";

    /// <summary>The key for the public API; <see langword="null"/> switches API-key access off.</summary>
    public string? ApiKey { get; init; }

    public BuiltInUserOptions User { get; init; } = new() { Name = "user" };

    public BuiltInUserOptions Admin { get; init; } = new() { Name = "admin" };

    /// <summary>Whether the built-in users can sign in.</summary>
    public bool BuiltIn { get; init; } = true;

    public IReadOnlyList<ConfiguredUser> Users =>
        BuiltIn
            ?
            [
                new(new User(User.Name, UserRole.User), User.Secret ?? ""),
                new(new User(Admin.Name, UserRole.Admin), Admin.Secret ?? ""),
            ]
            : [];

    public void Validate(OptionsFaults faults)
    {
        ValidateApiKey(faults);
        if (!BuiltIn)
        {
            if (ApiKey is null && faults.ValueOf("Oidc:Issuer") is null)
                faults.Add(
                    nameof(BuiltIn),
                    $"must not be false unless {faults.NameOf(nameof(ApiKey))} or MEET_OIDC_ISSUER is set: nobody could sign in"
                );
            return;
        }

        Validate(User, nameof(User), faults);
        Validate(Admin, nameof(Admin), faults);
        if (string.Equals(User.Name, Admin.Name, StringComparison.Ordinal))
            faults.Add("Admin:Name", $"must not be the same as {faults.NameOf("User:Name")}");
    }

    private void ValidateApiKey(OptionsFaults faults)
    {
        // The key is sent in a header.
        if (
            ApiKey is { Length: > MaxApiKeyLength }
            || ApiKey?.All(character => character is > ' ' and < '\x7f') == false
        )
            faults.Add(
                nameof(ApiKey),
                $"must be ASCII without blanks, of at most {MaxApiKeyLength} characters"
            );
        if (!faults.IsDevelopment && ApiKey?.Length < MinApiKeyLength)
            faults.Add(
                nameof(ApiKey),
                $"must have at least {MinApiKeyLength} characters in Production"
            );
    }

    private static void Validate(BuiltInUserOptions user, string property, OptionsFaults faults)
    {
        if (
            user.Name.Length is < CredentialLengths.Min or > CredentialLengths.Max
            || user.Name.Any(char.IsControl)
        )
            faults.Add(
                $"{property}:Name",
                $"must have {CredentialLengths.Min} to {CredentialLengths.Max} characters, none of them control characters"
            );
        if (!Domain.Access.User.IsBuiltInKey(user.Name))
            faults.Add(
                $"{property}:Name",
                $"must not begin with {ProviderAccount.KeyPrefix}, as the keys of an identity provider's accounts do"
            );

        if (user.Secret is null or { Length: < MinProductionSecretLength } && !faults.IsDevelopment)
            faults.Add(
                $"{property}:Secret",
                $"must be set in Production, to {MinProductionSecretLength} to {CredentialLengths.Max} characters"
            );
        else if (user.Secret is { Length: < CredentialLengths.Min or > CredentialLengths.Max })
            faults.Add(
                $"{property}:Secret",
                $"must have {CredentialLengths.Min} to {CredentialLengths.Max} characters, as signing in accepts them"
            );
    }
}

public sealed class BuiltInUserOptions
{
    public string Name { get; init; } = "";

    /// <summary>The password.</summary>
    public string? Secret { get; init; }
}

public sealed record ConfiguredUser(User User, string Secret)
{
    /// <summary>Leaves out the secret: the text of a record may be logged.</summary>
    public override string ToString() => User.ToString();
}

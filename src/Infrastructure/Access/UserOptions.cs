using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.Access;

/// <summary>The two built-in users and the API key.</summary>
public sealed class UserOptions
{
    public const string Section = "Users";

    /// <summary>What the sign-in form accepts.</summary>
    private const int MinNameLength = 4;
    private const int MaxNameLength = 256;
    private const int MinSecretLength = 4;
    private const int MaxSecretLength = 256;

    private const int MinProductionSecretLength = 8;
    private const int MinApiKeyLength = 16;
    private const int DefaultWrongGuessesPerMinute = 20;
    private const int MaxApiKeyLength = 1024;

    private static readonly Setting UserNameSetting = new($"{Section}:User:Name", "MEET_USER");
    private static readonly Setting UserSecretSetting = new(
        $"{Section}:User:Secret",
        "MEET_SECRET"
    );
    private static readonly Setting AdminNameSetting = new(
        $"{Section}:Admin:Name",
        "MEET_ADMIN_USER"
    );
    private static readonly Setting AdminSecretSetting = new(
        $"{Section}:Admin:Secret",
        "MEET_ADMIN_SECRET"
    );
    private static readonly Setting WrongGuessesSetting = new(
        "Server:FailuresPerMinute",
        "MEET_FAILURES_PER_MINUTE"
    );
    private static readonly Setting ApiKeySetting = new($"{Section}:ApiKey", "MEET_API_KEY");

    public required IReadOnlyList<ConfiguredUser> Users { get; init; }

    /// <summary>The key for the public API; <see langword="null"/> switches API-key access off.</summary>
    public string? ApiKey { get; private init; }

    /// <summary>
    /// How many wrong passwords of one account, or wrong secrets of one room, a client address may try in a minute. Of all accounts and
    /// rooms together it is ten times as many.
    /// </summary>
    public required int WrongGuessesPerMinute { get; init; }

    public static UserOptions Read(SettingsReader settings)
    {
        var apiKey = settings.Secret(ApiKeySetting);
        // It comes in a header.
        if (
            apiKey is { Length: > MaxApiKeyLength }
            || apiKey?.All(character => character is > ' ' and < '\x7f') == false
        )
            settings.Fault(
                ApiKeySetting,
                $"must be ASCII without blanks, of at most {MaxApiKeyLength} characters"
            );
        if (!settings.IsDevelopment && apiKey?.Length < MinApiKeyLength)
            settings.Fault(
                ApiKeySetting,
                $"must have at least {MinApiKeyLength} characters in Production"
            );

        var user = ReadUser(settings, UserNameSetting, UserSecretSetting, "user", UserRole.User);
        var admin = ReadUser(
            settings,
            AdminNameSetting,
            AdminSecretSetting,
            "admin",
            UserRole.Admin
        );
        if (string.Equals(user.User.Name, admin.User.Name, StringComparison.Ordinal))
            settings.Fault(AdminNameSetting, $"must not be the same as {UserNameSetting}");

        return new UserOptions
        {
            Users = [user, admin],
            ApiKey = apiKey,
            WrongGuessesPerMinute = settings.WholeNumber(
                WrongGuessesSetting,
                DefaultWrongGuessesPerMinute,
                1,
                1_000_000
            ),
        };
    }

    private static ConfiguredUser ReadUser(
        SettingsReader settings,
        Setting nameSetting,
        Setting secretSetting,
        string developmentDefault,
        UserRole role
    )
    {
        var name = settings.Text(nameSetting) ?? developmentDefault;
        if (name.Length is < MinNameLength or > MaxNameLength || name.Any(char.IsControl))
            settings.Fault(
                nameSetting,
                $"must have {MinNameLength} to {MaxNameLength} characters, none of them control characters"
            );

        var secret = settings.Secret(secretSetting);
        if (settings.IsDevelopment)
            secret ??= developmentDefault;
        if (secret is null or { Length: < MinProductionSecretLength } && !settings.IsDevelopment)
            settings.Fault(
                secretSetting,
                $"must be set in Production, to {MinProductionSecretLength} to {MaxSecretLength} characters"
            );
        else if (secret is { Length: < MinSecretLength or > MaxSecretLength })
            settings.Fault(
                secretSetting,
                $"must have {MinSecretLength} to {MaxSecretLength} characters, as signing in accepts them"
            );

        return new ConfiguredUser(new User(name, role), secret ?? "");
    }
}

public sealed record ConfiguredUser(User User, string Secret)
{
    /// <summary>Never the secret: a record's text ends up in logs.</summary>
    public override string ToString() => User.ToString();
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Values;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>
/// The secrets that sign webhooks, shared by all nodes. The first is the API key of the settings, until it is retired. At most two are
/// active: the oldest, and one that is to replace it.
/// </summary>
public interface IWebhookSecrets
{
    /// <returns>The active secrets, the oldest first.</returns>
    Task<IReadOnlyList<WebhookSecret>> ListAsync(CancellationToken ct);

    /// <summary>Adds a new secret, which is the newer one if another is active.</summary>
    /// <returns><see cref="WebhookErrors.TooManySecrets"/> if two are active.</returns>
    Task<Result<NewWebhookSecret>> AddAsync(WebhookSecretId id, CancellationToken ct);

    /// <summary>Retires a secret. Every attempt that begins later, on any node, is signed without it.</summary>
    /// <returns>
    /// <see cref="WebhookErrors.UnknownSecret"/> if no active secret has that id; <see cref="WebhookErrors.LastSecret"/> if no other is
    /// active.
    /// </returns>
    Task<Result> RetireAsync(WebhookSecretId id, CancellationToken ct);

    /// <returns>The values to sign with now, or <see cref="WebhookErrors.NotSent"/> if there is none that can be read.</returns>
    Task<Result<WebhookSigningKeys>> GetKeysAsync(CancellationToken ct);
}

/// <summary>An active secret, without its value.</summary>
/// <param name="CreatedAt"><see langword="null"/> for the API key of the settings.</param>
public sealed record WebhookSecret(WebhookSecretId Id, DateTimeOffset? CreatedAt);

/// <summary>A secret that was just created, with its value, which is not shown again.</summary>
public sealed record NewWebhookSecret(WebhookSecretId Id, string Value, DateTimeOffset CreatedAt)
{
    /// <summary>Omits the value, because the text of a record ends up in logs.</summary>
    public override string ToString() => Id.Text;
}

/// <summary>The values of the active secrets.</summary>
/// <param name="Next">The newer one; <see langword="null"/> if there is only one.</param>
public sealed record WebhookSigningKeys(string Current, string? Next)
{
    /// <summary>Omits the values, because the text of a record ends up in logs.</summary>
    public override string ToString() => nameof(WebhookSigningKeys);
}

/// <summary>Names a secret: 16 hexadecimal digits, or the name of the setting for the API key of the settings.</summary>
public sealed record WebhookSecretId : IParsableValue<WebhookSecretId>
{
    private const int RandomBytes = 8;

    public static readonly WebhookSecretId Configured = new("MEET_API_KEY");

    private WebhookSecretId(string text) => Text = text;

    public static string Rule => "Must be the id of a secret.";

    public string Text { get; }

    public static WebhookSecretId New() =>
        new(RandomNumberGenerator.GetHexString(2 * RandomBytes, lowercase: true));

    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecretId? value)
    {
        value =
            text == Configured.Text ? Configured
            : text?.Length == 2 * RandomBytes && text.All(char.IsAsciiHexDigitLower) ? new(text)
            : null;
        return value is not null;
    }

    public override string ToString() => Text;
}

using System.Text.Json.Serialization;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.Contracts;

/// <summary>The header that carries a secret's signature.</summary>
public enum WebhookSignatureHeader
{
    [JsonStringEnumMemberName("X-Signature")]
    Signature,

    [JsonStringEnumMemberName("X-Signature-Next")]
    NextSignature,
}

/// <summary>An active secret that signs webhooks, without its value.</summary>
/// <param name="Id">The id of the secret; <c>MEET_API_KEY</c> for the API key of the settings.</param>
/// <param name="Header">The header that carries its signature.</param>
public sealed record MeetWebhookSecret(string Id, WebhookSignatureHeader Header)
{
    /// <summary>The date when the secret was created (milliseconds since the Unix epoch). The API key of the settings has none.</summary>
    public long? CreationDate { get; init; }
}

/// <summary>A new secret that signs webhooks.</summary>
/// <param name="Id">The id of the secret.</param>
/// <param name="CreationDate">The date when the secret was created (milliseconds since the Unix epoch).</param>
/// <param name="Secret">The secret. It is not shown again.</param>
public sealed record CreatedWebhookSecretAnswer(string Id, long CreationDate, string Secret)
{
    /// <summary>Omits the secret, because the text of a record ends up in logs.</summary>
    public override string ToString() => Id;
}

/// <summary>Maps the secrets that sign webhooks to contracts.</summary>
internal static class WebhookSecretMapper
{
    public static IReadOnlyList<MeetWebhookSecret> ToContract(this WebhookSecretList list) =>
        [
            .. list.Active.Select(
                (secret, index) =>
                    new MeetWebhookSecret(
                        secret.Id.Text,
                        index == 0
                            ? WebhookSignatureHeader.Signature
                            : WebhookSignatureHeader.NextSignature
                    )
                    {
                        CreationDate = secret.CreatedAt?.ToUnixTimeMilliseconds(),
                    }
            ),
        ];

    public static CreatedWebhookSecretAnswer ToContract(this NewWebhookSecret created) =>
        new(created.Id.Text, created.CreatedAt.ToUnixTimeMilliseconds(), created.Value);
}

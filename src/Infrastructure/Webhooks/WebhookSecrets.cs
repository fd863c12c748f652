using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Model;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.Webhooks;

/// <summary>
/// Keeps secrets in the database, encrypted by AES-GCM under a key that is derived from Meet's own, which all nodes share. They are read
/// for each attempt, so no node signs with a retired one.
/// </summary>
internal sealed class WebhookSecrets(
    MeetDbContext database,
    UserOptions users,
    SigningKeys keys,
    TimeProvider clock
) : IWebhookSecrets
{
    private const int MaxActive = 2;
    private const int SecretBytes = 32;

    public async Task<IReadOnlyList<WebhookSecret>> ListAsync(CancellationToken ct) =>
        [
            .. (await ActiveAsync(ct)).Select(active => new WebhookSecret(
                active.Id,
                active.CreatedAt
            )),
        ];

    public async Task<Result<NewWebhookSecret>> AddAsync(WebhookSecretId id, CancellationToken ct)
    {
        await using var transaction = await BeginAsync(ct);
        if ((await ActiveAsync(ct)).Count >= MaxActive)
            return WebhookErrors.TooManySecrets;
        await RetireUnsetApiKeyAsync(ct);

        var value = RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true);
        var row = new WebhookSecretRow(id, null, clock.GetUtcNow());
        database.Add(row with { Encrypted = Encrypt(value, row.Id) });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new NewWebhookSecret(row.Id, value, row.CreatedAt);
    }

    public async Task<Result> RetireAsync(WebhookSecretId id, CancellationToken ct)
    {
        await using var transaction = await BeginAsync(ct);
        var active = await ActiveAsync(ct);
        if (!active.Any(secret => secret.Id == id))
            return WebhookErrors.UnknownSecret;
        if (active.Count == 1)
            return WebhookErrors.LastSecret;

        if (id == WebhookSecretId.Configured)
        {
            AddRetiredApiKey();
            await database.SaveChangesAsync(ct);
        }
        else
        {
            await database.ChangeAsync(
                () => database.WebhookSecrets.Where(row => row.Id == id).ExecuteDeleteAsync(ct),
                ct
            );
        }

        await transaction.CommitAsync(ct);
        return Result.Ok;
    }

    public async Task<Result<WebhookSigningKeys>> GetKeysAsync(CancellationToken ct)
    {
        var active = await ActiveAsync(ct);
        if (active.Count == 0)
            return WebhookErrors.NotSent("There is no secret to sign with");

        // Without the newer one, receivers can still verify the current one.
        return Decrypt(active[0]) is { } current
            ? new WebhookSigningKeys(current, active.Skip(1).Select(Decrypt).FirstOrDefault())
            : WebhookErrors.NotSent(
                "The secret cannot be decrypted, because MEET_JWT_KEY has changed: retire it"
            );
    }

    /// <summary>
    /// An API key that is set later does not sign then: the receiver knows only the secrets that were created.
    /// </summary>
    private async Task RetireUnsetApiKeyAsync(CancellationToken ct)
    {
        var isSetOrRetired =
            users.ApiKey is not null
            || await database.WebhookSecrets.AnyAsync(
                row => row.Id == WebhookSecretId.Configured,
                ct
            );
        if (!isSetOrRetired)
            AddRetiredApiKey();
    }

    private void AddRetiredApiKey() =>
        database.Add(new WebhookSecretRow(WebhookSecretId.Configured, null, clock.GetUtcNow()));

    private Task<IDbContextTransaction> BeginAsync(CancellationToken ct) =>
        database.BeginWritingAsync("webhook-secrets", ct);

    private async Task<List<Active>> ActiveAsync(CancellationToken ct)
    {
        var rows = await database
            .WebhookSecrets.OrderBy(row => row.CreatedAt)
            .ThenBy(row => row.Id)
            .Take(MaxActive + 1)
            .ToListAsync(ct);
        var isRetired = rows.Exists(row => row.Id == WebhookSecretId.Configured);
        return
        [
            .. users.ApiKey is not null && !isRetired
                ? [new Active(WebhookSecretId.Configured, null, null)]
                : Array.Empty<Active>(),
            .. rows.Where(row => row.Encrypted is not null)
                .Select(row => new Active(row.Id, row.Encrypted, row.CreatedAt)),
        ];
    }

    /// <summary>The id is authenticated too, so that the values of two rows cannot be exchanged.</summary>
    private byte[] Encrypt(string value, WebhookSecretId id) =>
        SealedBytes.Seal(
            keys.WebhookSecrets,
            Encoding.ASCII.GetBytes(value),
            Encoding.ASCII.GetBytes(id.Text)
        );

    /// <returns><see langword="null"/> if another key has encrypted the value.</returns>
    private string? Decrypt(Active active)
    {
        if (active.Encrypted is not { } encrypted)
            return users.ApiKey;

        var plain = SealedBytes.Open(
            keys.WebhookSecrets,
            encrypted,
            Encoding.ASCII.GetBytes(active.Id.Text)
        );
        return plain is null ? null : Encoding.ASCII.GetString(plain);
    }

    /// <param name="Encrypted"><see langword="null"/> for the API key of the settings.</param>
    private sealed record Active(WebhookSecretId Id, byte[]? Encrypted, DateTimeOffset? CreatedAt);
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Tokens;
using OpenViduMeet.Infrastructure.Webhooks;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class WebhookSecretsTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task The_older_of_two_secrets_is_the_current_one_until_it_is_retired()
    {
        var first = (await AddAsync()).Value;
        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await AddAsync()).Value;

        Assert.That(
            (await KeysAsync()).Value,
            Is.EqualTo(new WebhookSigningKeys(first.Value, second.Value))
        );
        Assert.That((await AddAsync()).Error, Is.EqualTo(WebhookErrors.TooManySecrets));
        Assert.That((await RetireAsync(first.Id)).Error, Is.Null);
        Assert.That(
            (await KeysAsync()).Value,
            Is.EqualTo(new WebhookSigningKeys(second.Value, null))
        );
        Assert.That((await RetireAsync(second.Id)).Error, Is.EqualTo(WebhookErrors.LastSecret));
        Assert.That((await RetireAsync(first.Id)).Error, Is.EqualTo(WebhookErrors.UnknownSecret));
    }

    [Test]
    public async Task Secrets_are_encrypted_and_bound_to_their_rows()
    {
        var first = (await AddAsync()).Value;
        Installation.Clock.Advance(TimeSpan.FromSeconds(1));
        await AddAsync();
        await using var context = Installation.Get<IMeetDatabase>().Open();
        var rows = await context
            .WebhookSecrets.Where(row => row.Encrypted != null)
            .OrderBy(row => row.CreatedAt)
            .ToListAsync(Ct);
        Assert.That(
            Encoding.Latin1.GetString(rows[0].Encrypted!),
            Does.Not.Contain(first.Value[..8])
        );

        var others = rows[1].Encrypted;
        await context
            .WebhookSecrets.Where(row => row.Id == first.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Encrypted, others), Ct);

        Assert.That((await KeysAsync()).Error?.Message, Does.Contain("cannot be decrypted"));
    }

    [Test]
    public async Task Concurrent_requests_create_no_third_secret()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(AddAsync)));

        Assert.That(added.Count(result => result.Error is null), Is.EqualTo(2));
    }

    [Test]
    public async Task An_API_key_that_is_set_after_the_first_secret_does_not_sign()
    {
        var created = (await AddAsync()).Value;
        await using var context = Installation.Get<IMeetDatabase>().Open();
        var later = new WebhookSecrets(
            context,
            new UserOptions { ApiKey = "a key that was not set before" },
            Installation.Get<SigningKeys>(),
            Installation.Clock
        );

        Assert.That(
            (await later.GetKeysAsync(Ct)).Value,
            Is.EqualTo(new WebhookSigningKeys(created.Value, null))
        );
    }

    private Task<Result<NewWebhookSecret>> AddAsync() =>
        Installation.CallAsync<IWebhookSecrets, Result<NewWebhookSecret>>(secrets =>
            secrets.AddAsync(WebhookSecretId.New(), Ct)
        );

    private Task<Result> RetireAsync(WebhookSecretId id) =>
        Installation.CallAsync<IWebhookSecrets, Result>(secrets => secrets.RetireAsync(id, Ct));

    private Task<Result<WebhookSigningKeys>> KeysAsync() =>
        Installation.CallAsync<IWebhookSecrets, Result<WebhookSigningKeys>>(secrets =>
            secrets.GetKeysAsync(Ct)
        );
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class ApiKeyRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task A_key_is_listed_until_it_is_removed()
    {
        var (older, newer) = (NewKey("older"), NewKey("newer", after: TimeSpan.FromMinutes(1)));
        await AddAsync(newer.Key);
        await AddAsync(older.Key);

        Assert.That(
            (await ListAsync()).Select(key => (key.Id, key.Name, key.Access, key.ExpiresAt)),
            Is.EqualTo(
                new[] { older.Key, newer.Key }.Select(key =>
                    (key.Id, key.Name, key.Access, key.ExpiresAt)
                )
            )
        );
        Assert.That((await RemoveAsync(older.Key.Id)).Error, Is.Null);
        Assert.That((await RemoveAsync(older.Key.Id)).Error, Is.EqualTo(ApiKeyErrors.NotFound));
        Assert.That((await ListAsync()).Select(key => key.Name), Is.EqualTo(new[] { "newer" }));
    }

    [Test]
    public async Task Too_many_keys_are_refused_even_at_once()
    {
        for (var count = 1; count < ApiKey.MaxCount; count++)
            await AddAsync(NewKey("key").Key);

        var added = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => AddAsync(NewKey("key").Key)))
        );

        Assert.That(added.Count(result => result.Error is null), Is.EqualTo(1));
        Assert.That(await ListAsync(), Has.Count.EqualTo(ApiKey.MaxCount));
    }

    [Test]
    public async Task A_key_is_verified_by_its_hash_until_it_expires()
    {
        var (key, text) = NewKey("key", expires: TimeSpan.FromHours(1));
        await AddAsync(key);
        var verifier = Installation.Get<IApiKeyVerifier>();

        Assert.That(await verifier.VerifyAsync(text.Value, Ct), Is.EqualTo(key.Grant));
        Assert.That(await verifier.VerifyAsync(NewKey("other").Text.Value, Ct), Is.Null);
        Installation.Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await verifier.VerifyAsync(text.Value, Ct), Is.Null);
    }

    /// <summary>A failure is remembered for a second, so that requests do not each wait for the database.</summary>
    [Test]
    public async Task After_a_failure_of_the_database_keys_are_read_again_however_often_they_are_asked_for()
    {
        var (key, text) = NewKey("key");
        await AddAsync(key);
        var verifier = Installation.Get<IApiKeyVerifier>();
        await RenameTableAsync("ApiKeys", "Away");
        Assert.That(() => verifier.VerifyAsync(text.Value, Ct).AsTask(), Throws.Exception);
        await RenameTableAsync("Away", "ApiKeys");

        var failures = 0;
        ApiKeyGrant? grant = null;
        while (grant is null && failures < 5)
        {
            try
            {
                grant = await verifier.VerifyAsync(text.Value, Ct);
            }
            catch (DbException)
            {
                failures++;
                Installation.Clock.Advance(TimeSpan.FromSeconds(0.5));
            }
        }

        Assert.That(grant, Is.EqualTo(key.Grant));
        Assert.That(failures, Is.EqualTo(2));
    }

    [Test]
    public async Task The_database_is_closed_after_the_last_use_of_a_key_was_written()
    {
        var (key, text) = NewKey("key");
        await AddAsync(key);
        using var mayWrite = new ManualResetEventSlim();
        var opened = 0;
        await using var installation = await Installation.NewAsync(services =>
            services.AddSingleton<IMeetDatabase>(
                new FakeDatabase
                {
                    WhenOpened = () =>
                    {
                        // First the keys are read.
                        if (Interlocked.Increment(ref opened) > 1)
                            mayWrite.Wait();
                        return Installation.Get<IMeetDatabase>().Open();
                    },
                }
            )
        );
        await installation.Get<IApiKeyVerifier>().VerifyAsync(text.Value, Ct);

        var closing = InfrastructureStart.CloseAsync(installation.Services);

        var hasWaited = !closing.IsCompleted;
        mayWrite.Set();
        await closing;
        Assert.That(hasWaited);
        Assert.That((await ListAsync()).Single().LastUsedAt, Is.EqualTo(Installation.Start));
    }

    private Task RenameTableAsync(string from, string to)
    {
        var statement = $"ALTER TABLE \"{from}\" RENAME TO \"{to}\"";
        return Installation.CallAsync<MeetDbContext>(context =>
            context.Database.ExecuteSqlRawAsync(statement, Ct)
        );
    }

    private static (ApiKey Key, ApiKeyText Text) NewKey(
        string name,
        TimeSpan after = default,
        TimeSpan? expires = null
    )
    {
        var text = ApiKeyText.New();
        var created = Installation.Start + after;
        return (
            new(
                text.Id,
                name,
                ApiAccess.Rooms | ApiAccess.ReadRecordings,
                text.Hash,
                created,
                created + expires
            ),
            text
        );
    }

    private Task<Result> AddAsync(ApiKey key) =>
        Installation.CallAsync<IApiKeyRepository, Result>(keys => keys.AddAsync(key, Ct));

    private Task<IReadOnlyList<ApiKey>> ListAsync() =>
        Installation.CallAsync<IApiKeyRepository, IReadOnlyList<ApiKey>>(keys =>
            keys.ListAsync(Ct)
        );

    private Task<Result> RemoveAsync(ApiKeyId id) =>
        Installation.CallAsync<IApiKeyRepository, Result>(keys => keys.RemoveAsync(id, Ct));
}

using OpenViduMeet.Domain.Preferences;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Persistence;

public sealed class PreferencesRepositoryTests(TestDatabase database) : DatabaseTests(database)
{
    [Test]
    public async Task Preferences_are_the_default_until_they_are_changed()
    {
        Assert.That(await ReadAsync(), Is.EqualTo(SecurityPreferences.Default));
        var changed = await UpdateAsync(p => p with { AuthMode = AuthMode.AllUsers });
        Assert.That(await ReadAsync(), Is.EqualTo(changed));
    }

    [Test]
    public async Task Concurrent_changes_are_all_kept()
    {
        await Task.WhenAll(
            Task.Run(() => UpdateAsync(p => p with { AuthMode = AuthMode.AllUsers })),
            Task.Run(() =>
                UpdateAsync(p =>
                    p with
                    {
                        RoomCreation = p.RoomCreation with { AllowRoomCreation = false },
                    }
                )
            ),
            Task.Run(() =>
                UpdateAsync(p =>
                    p with
                    {
                        RoomCreation = p.RoomCreation with { RequireAuthentication = false },
                    }
                )
            )
        );
        var expected = new SecurityPreferences(
            AuthMode.AllUsers,
            new RoomCreationPolicy(false, false)
        );
        Assert.That(await ReadAsync(), Is.EqualTo(expected));
    }

    private Task<SecurityPreferences> ReadAsync() =>
        Installation.CallAsync<ISecurityPreferencesReader, SecurityPreferences>(p =>
            p.GetSecurityAsync(Ct)
        );

    private Task<SecurityPreferences> UpdateAsync(
        Func<SecurityPreferences, SecurityPreferences> change
    ) =>
        Installation.CallAsync<IPreferencesRepository, SecurityPreferences>(p =>
            p.UpdateSecurityAsync(change, Ct)
        );
}

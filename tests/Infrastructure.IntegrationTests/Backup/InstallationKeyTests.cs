using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>What becomes of Meet's own key.</summary>
public sealed class InstallationKeyTests() : BackupTests(TestDatabase.Sqlite, TestDatabase.Sqlite)
{
    private const string OtherKey = "another-key-for-tokens-of-thirty-two-bytes";

    [SetUp]
    public async Task BackUpWithKeyAsync()
    {
        Source.Get<SigningKeys>();
        await BackUpAsync();
    }

    [Test]
    public async Task The_key_of_the_data_directory_is_restored()
    {
        await RestoreAsync();

        Assert.That(await KeyOfAsync(Target), Is.EqualTo(await KeyOfAsync(Source)));
        Assert.That(Lines, Has.None.EqualTo(InstallationKey.OtherKey));
    }

    [Test]
    public async Task Another_key_is_replaced_only_if_that_is_asked_for()
    {
        Target.Get<SigningKeys>();
        var before = await KeyOfAsync(Target);

        Assert.That(
            () => RestoreAsync(),
            Throws.TypeOf<StartException>().With.Message.Contains("is another key")
        );
        Assert.That(await KeyOfAsync(Target), Is.EqualTo(before));

        await RestoreAsync(replace: true);
        Assert.That(await KeyOfAsync(Target), Is.EqualTo(await KeyOfAsync(Source)));
    }

    [Test]
    public async Task Nothing_is_changed_if_the_key_cannot_be_written()
    {
        // Where the folder of the key belongs.
        await File.WriteAllTextAsync(Path.Combine(Target.DataDirectory, "keys"), "");

        Assert.That(
            () => RestoreAsync(),
            Throws.TypeOf<StartException>().With.Message.Contains("The key cannot be written")
        );
        await using var context = Target.Get<IMeetDatabase>().Open();
        Assert.That(context.Rooms.Count(), Is.Zero);
    }

    [Test]
    public async Task A_key_that_cannot_be_put_in_its_place_is_told_from_a_restore_that_failed()
    {
        Directory.CreateDirectory(Target.Get<StorageOptions>().KeyFile);

        Assert.That(
            () => RestoreAsync(),
            Throws
                .TypeOf<StartException>()
                .With.Message.Contains("The database was restored, but its key was not")
        );
        await using var context = Target.Get<IMeetDatabase>().Open();
        Assert.That(context.Rooms.Count(), Is.EqualTo(2));
        Assert.That(
            Directory.GetFiles(Path.Combine(Target.DataDirectory, "keys")),
            Is.Empty,
            "no draft is left"
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_key_of_the_settings_stays_and_another_one_than_the_archives_is_told(
        bool isSame
    )
    {
        var key = isSame ? $"base64:{await KeyOfAsync(Source)}" : OtherKey;
        await using var target = await Installation.NewAsync(("MEET_JWT_KEY", key));
        await InfrastructureStart.CloseAsync(target.Services);
        var lines = new List<string>();

        await target.Get<StateArchive>().RestoreAsync(Archive, replace: false, lines.Add, Ct);

        Assert.That(lines.Contains(InstallationKey.OtherKey), Is.EqualTo(!isSame));
        Assert.That(File.Exists(target.Get<StorageOptions>().KeyFile), Is.False);
        Assert.That(
            target.Get<SigningKeys>().Meet.Key,
            isSame
                ? Is.EqualTo(Source.Get<SigningKeys>().Meet.Key)
                : Is.Not.EqualTo(Source.Get<SigningKeys>().Meet.Key)
        );
    }

    [Test]
    public async Task A_damaged_key_is_told_before_anything_is_changed()
    {
        await using var source = await Installation.NewAsync(("MEET_JWT_KEY", OtherKey));
        var archive = FileNamed("without-key.backup");
        await source.Get<StateArchive>().BackUpAsync(archive, MediaScope.None, Lines.Add, Ct);
        var key = Target.Get<StorageOptions>().KeyFile;
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        await File.WriteAllTextAsync(key, "no key", Ct);
        var untouched = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var database = Target.Get<StorageOptions>().DatabaseFile;
        File.SetLastWriteTimeUtc(database, untouched);

        Assert.That(() => RestoreAsync(archive, replace: true), Throws.TypeOf<StartException>());

        Assert.That(File.GetLastWriteTimeUtc(database), Is.EqualTo(untouched));
    }

    [TestCase("base64:c2hvcnQ=")]
    [TestCase("base64:this is no Base64, however long it may be")]
    public async Task A_key_as_Base64_must_be_whole_and_long_enough(string key)
    {
        await using var target = await Installation.NewAsync(("MEET_JWT_KEY", key));

        Assert.That(
            target.Services.ValidateSettings,
            Throws.TypeOf<SettingsException>().With.Message.Contains("as Base64 after 'base64:'")
        );
    }

    private static Task<string> KeyOfAsync(Installation installation) =>
        File.ReadAllTextAsync(installation.Get<StorageOptions>().KeyFile);
}

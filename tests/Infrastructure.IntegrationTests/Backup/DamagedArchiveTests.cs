using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpenViduMeet.Infrastructure.Backup;
using OpenViduMeet.Infrastructure.Persistence.Sqlite;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Storage;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>Archives that were damaged, forged or are something else: each is refused in one line, and nothing is changed.</summary>
public sealed class DamagedArchiveTests() : BackupTests(TestDatabase.Sqlite, TestDatabase.Sqlite)
{
    private static IEnumerable<TestCaseData> Files()
    {
        yield return Case(
            "a file is missing",
            archive => archive.Files.Remove("tables/Rooms.ndjson"),
            "tables/Rooms.ndjson is missing"
        );
        yield return Case(
            "a file is there twice",
            archive => archive.More.Add(("tables/Rooms.ndjson", [])),
            "holds a file twice"
        );
        yield return Case(
            "one more file",
            archive => archive.More.Add(("../../etc/cron.d/evil", [1])),
            "holds a file that the manifest does not name"
        );
        yield return Case(
            "a table under the name of a path",
            archive =>
            {
                archive.Files["../Rooms.ndjson"] = archive.Files["tables/Rooms.ndjson"];
                archive.Files.Remove("tables/Rooms.ndjson");
                archive.Table("Rooms")["part"]!["name"] = "../Rooms.ndjson";
            },
            "has another name"
        );
        yield return Case(
            "a key that is none",
            archive =>
            {
                archive.Files["keys/jwt.key"] = "c2hvcnQ="u8.ToArray();
                archive.Manifest["key"] = new JsonObject { ["name"] = "keys/jwt.key" };
            },
            "keys/jwt.key is not a key"
        );
    }

    private static IEnumerable<TestCaseData> Tables()
    {
        yield return Case(
            "a table is missing in the manifest",
            archive => archive.RemoveTable("ApiKeys"),
            "lacks the table ApiKeys"
        );
        yield return Case(
            "a table is there twice",
            archive =>
                archive.Manifest["tables"]!.AsArray().Add(archive.Table("Rooms").DeepClone()),
            "it holds a file that the manifest does not name"
        );
        yield return Case(
            "an unknown table",
            archive => archive.Table("Rooms")["name"] = "Schema",
            "lacks the table Rooms"
        );
        yield return Case(
            "a last number that no row can follow",
            archive => archive.Table("AuditEntries")["sequence"] = long.MaxValue,
            "the last number of its table AuditEntries cannot be right"
        );
        yield return Case(
            "an unknown column",
            archive => archive.Table("Rooms")["columns"]!.AsArray().Add("Later"),
            "has a column twice, or one that this version does not have"
        );
    }

    private static IEnumerable<TestCaseData> Manifests()
    {
        yield return Case(
            "a later schema",
            archive => archive.Manifest["schema"] = "Later",
            "was written by a newer version of this server (1.0.0)"
        );
        yield return Case(
            "a later format",
            archive =>
            {
                archive.Manifest["format"] = 2;
                archive.Manifest["version"] = "9.8.7";
                archive.Manifest.Remove("tables");
                archive.Describes = false;
            },
            "was written by a newer version of this server (9.8.7)"
        );
        yield return Case(
            "another product",
            archive => archive.Manifest["product"] = "Songs",
            "is not a backup of this server"
        );
        yield return Case(
            "no tables",
            archive =>
            {
                archive.Manifest.Remove("tables");
                archive.Describes = false;
            },
            "the manifest cannot be read"
        );
        yield return Unreadable("a format of a half", manifest => manifest["format"] = 1.5);
        yield return Unreadable(
            "a version that would be a second line, in red",
            manifest => manifest["version"] = "1\u001b[31m\nrestored"
        );
        yield return Unreadable(
            "a table that is null",
            manifest => manifest["tables"] = new JsonArray((JsonNode?)null)
        );
        yield return Unreadable(
            "a column that is null",
            manifest => manifest["tables"]![0]!["columns"]!.AsArray().Add((JsonNode?)null)
        );
        yield return Unreadable(
            "a table without columns",
            manifest => manifest["tables"]![0]!.AsObject().Remove("columns")
        );
        yield return Unreadable(
            "a file without a name",
            manifest => manifest["tables"]![0]!["part"]!.AsObject().Remove("name")
        );
    }

    /// <summary>Each replaces a text in the rows of the rooms, whose hashes are those of the changed rows.</summary>
    [TestCase("daily-abc", "daily-def", "was not restored")]
    [TestCase("\"Prefix\"", "\"Postfix\"", "it has a value that the table does not have")]
    [TestCase("\"Prefix\"", "\"Name\"", "it has a value that the table does not have")]
    [TestCase("\"Prefix\":\"daily\",", "", "it lacks Prefix")]
    [TestCase("\"daily\"", "null", "it lacks Prefix")]
    [TestCase("\"daily\"", "7", "a value has another form")]
    [TestCase(
        "\"MaxParticipants\":7",
        "\"MaxParticipants\":7000000000",
        "a value has another form"
    )]
    [TestCase("{", "<", "a value has another form")]
    [TestCase("{", "[]\n{", "it is not an object")]
    [TestCase("}\n", "}{}\n", "a value has another form")]
    [TestCase("}\n{", "}{", "a value has another form")]
    [TestCase("}\n", "}", "its last line is not complete")]
    public Task A_row_of_another_form_is_refused(string text, string replacement, string fault) =>
        RefusesAsync(
            archive =>
                archive.SetText(
                    "Rooms",
                    archive.Text("Rooms").Replace(text, replacement, StringComparison.Ordinal)
                ),
            fault
        );

    [Test]
    public Task An_endless_row_is_refused() =>
        RefusesAsync(
            archive => archive.SetText("Rooms", new string(' ', ArchiveFiles.MaxLine + 1)),
            "it has more than"
        );

    /// <summary>The manifest is that of the original rows.</summary>
    [TestCase(0, "is not what the manifest says")]
    [TestCase(10_000, "there is more than the manifest says")]
    public Task Rows_that_the_manifest_does_not_describe_are_refused(int times, string fault) =>
        RefusesAsync(
            archive =>
            {
                archive.SetText(
                    "Rooms",
                    string.Concat(Enumerable.Repeat(archive.Text("Rooms"), times))
                );
                archive.Describes = false;
            },
            fault
        );

    [Test]
    public Task A_changed_row_is_refused() =>
        RefusesAsync(
            archive =>
            {
                archive.SetText(
                    "Rooms",
                    archive.Text("Rooms").Replace("daily", "dairy", StringComparison.Ordinal)
                );
                archive.Describes = false;
            },
            "is not what the manifest says"
        );

    [TestCaseSource(nameof(Files))]
    [TestCaseSource(nameof(Tables))]
    [TestCaseSource(nameof(Manifests))]
    public Task A_forged_archive_is_refused(object change, string fault) =>
        RefusesAsync((Action<ForgedArchive>)change, fault);

    [Test]
    public async Task A_truncated_archive_is_refused()
    {
        await BackUpAsync();
        var whole = await File.ReadAllBytesAsync(Archive);
        for (var length = 0; length < whole.Length; length += 1 + whole.Length / 50)
        {
            await File.WriteAllBytesAsync(Archive, whole[..length]);
            await RefusesAsync(Archive, "is not a backup of this server, or is not complete");
        }
    }

    /// <summary>Bits that change nothing, such as those of a file's time, do no harm.</summary>
    [Test]
    public async Task An_archive_with_a_flipped_bit_is_refused_or_restores_the_same()
    {
        await BackUpAsync();
        var schema = SchemaIn(Archive);
        var whole = await File.ReadAllBytesAsync(Archive);
        var refused = 0;
        for (var index = 0; index < whole.Length; index += 1 + whole.Length / 300)
        {
            var flipped = (byte[])whole.Clone();
            flipped[index] ^= (byte)(1 << (index % 8));
            await File.WriteAllBytesAsync(Archive, flipped);
            try
            {
                await VerifyAsync();
                Assert.That(SchemaIn(Archive), Is.EqualTo(schema));
            }
            catch (StartException fault)
            {
                Assert.That(fault.Message, Does.Not.Contain("\n").And.StartsWith(Archive));
                refused++;
            }
        }

        Assert.That(refused, Is.GreaterThan(200));
    }

    /// <summary>Whoever may write beside the archive must neither get its secrets nor lead them elsewhere.</summary>
    [Test]
    public async Task A_backup_is_not_written_into_a_file_that_somebody_prepared()
    {
        var victim = FileNamed("victim");
        await File.WriteAllTextAsync(victim, "untouched", Ct);
        File.CreateSymbolicLink($"{Archive}.partial", victim);

        await BackUpAsync();

        Assert.That(await File.ReadAllTextAsync(victim, Ct), Is.EqualTo("untouched"));
        Assert.That(
            new FileInfo(Archive).UnixFileMode,
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)
        );
    }

    [TestCase("")]
    [TestCase("a text")]
    [TestCase("SQLite format 3\0")]
    [TestCase("PK\u0003\u0004")]
    public async Task Another_file_is_refused(string content)
    {
        await File.WriteAllTextAsync(Archive, content);

        await RefusesAsync(Archive, "is not a backup of this server, or is not complete");
    }

    [Test]
    public Task A_file_that_does_not_exist_is_refused() =>
        RefusesAsync(FileNamed("nothing"), "The backup cannot be read: Could not find file");

    [Test]
    public async Task A_folder_is_refused()
    {
        Directory.CreateDirectory(Archive);

        await RefusesAsync(Archive, "The backup cannot be read");
    }

    private static TestCaseData Unreadable(string what, Action<JsonObject> change) =>
        Case(
            what,
            archive =>
            {
                change(archive.Manifest);
                archive.Describes = false;
            },
            "the manifest cannot be read"
        );

    private static TestCaseData Case(string what, Action<ForgedArchive> change, string fault) =>
        new TestCaseData<Action<ForgedArchive>, string>(change, fault).SetArgDisplayNames(what);

    private async Task RefusesAsync(Action<ForgedArchive> change, string fault)
    {
        await BackUpAsync();
        ForgedArchive.Change(Archive, change);
        await RefusesAsync(Archive, fault);
    }

    private Task RefusesAsync(string file, string fault)
    {
        var before = Snapshot();

        var refused = Assert.ThrowsAsync<StartException>(() => RestoreAsync(file));

        Assert.That(refused!.Message, Does.Contain(fault).And.Not.Contain("\n"));
        Assert.That(Snapshot(), Is.EqualTo(before));
        return Task.CompletedTask;
    }

    private static string SchemaIn(string file)
    {
        using var archive = ArchiveReader.Open(file);
        return archive.Manifest.Schema;
    }

    /// <summary>All files of the restored installation, but those that hold locks.</summary>
    private string[] Snapshot() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Target.DataDirectory, "*", SearchOption.AllDirectories)
                .Where(path => path != InUse.FileFor(Target.Get<StorageOptions>().DatabaseFile))
                .Order(StringComparer.Ordinal)
                .Select(path =>
                    Directory.Exists(path)
                        ? path
                        : $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}"
                ),
        ];
}

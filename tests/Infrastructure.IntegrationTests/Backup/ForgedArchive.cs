using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Backup;

/// <summary>An archive whose files a test changes. The hashes in the manifest are those of the changed files, unless the test changes them too.</summary>
internal sealed class ForgedArchive
{
    private ForgedArchive(JsonObject manifest, Dictionary<string, byte[]> files)
    {
        Manifest = manifest;
        Files = files;
    }

    public JsonObject Manifest { get; }

    /// <summary>The files without the manifest and its hash.</summary>
    public Dictionary<string, byte[]> Files { get; }

    /// <summary>More files, whose names may occur twice.</summary>
    public List<(string Name, byte[] Content)> More { get; } = [];

    /// <summary>Whether the manifest describes the changed files.</summary>
    public bool Describes { get; set; } = true;

    public static void Change(string file, Action<ForgedArchive> change)
    {
        var archive = Read(file);
        change(archive);
        if (archive.Describes)
            archive.Describe();
        archive.Write(file);
    }

    public string Text(string table) => Encoding.UTF8.GetString(Files[NameOf(table)]);

    public void SetText(string table, string text) =>
        Files[NameOf(table)] = Encoding.UTF8.GetBytes(text);

    public JsonObject Table(string name) =>
        Manifest["tables"]!
            .AsArray()
            .Select(table => table!.AsObject())
            .Single(table => (string?)table["name"] == name);

    public void RemoveTable(string name)
    {
        Manifest["tables"]!.AsArray().Remove(Table(name));
        Files.Remove(NameOf(name));
    }

    public void RemoveColumn(string table, string column)
    {
        var columns = Table(table)["columns"]!.AsArray();
        columns.Remove(columns.Single(name => (string?)name == column));
        var rows = Text(table).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        SetText(
            table,
            string.Concat(
                rows.Select(row =>
                {
                    var values = JsonNode.Parse(row)!.AsObject();
                    values.Remove(column);
                    return $"{values.ToJsonString()}\n";
                })
            )
        );
    }

    private static string NameOf(string table) => $"tables/{table}.ndjson";

    private static ForgedArchive Read(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        var files = zip.Entries.ToDictionary(
            entry => entry.FullName,
            entry =>
            {
                using var content = entry.Open();
                using var copy = new MemoryStream();
                content.CopyTo(copy);
                return copy.ToArray();
            },
            StringComparer.Ordinal
        );
        var manifest = JsonNode.Parse(files["manifest.json"])!.AsObject();
        files.Remove("manifest.json");
        files.Remove("manifest.sha256");
        return new ForgedArchive(manifest, files);
    }

    private void Describe()
    {
        var parts = Manifest["tables"]!
            .AsArray()
            .Select(table => table!["part"]!.AsObject())
            .ToList();
        if (Manifest["media"] is { } media)
            parts.Add(media["part"]!.AsObject());
        if (Manifest["key"] is { } key)
            parts.Add(key.AsObject());
        foreach (var part in parts)
        {
            if (!Files.TryGetValue((string)part["name"]!, out var content))
                continue;
            part["lines"] = content.Count(letter => letter == '\n');
            part["bytes"] = content.Length;
            part["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content));
        }
    }

    private void Write(string file)
    {
        File.Delete(file);
        var manifest = Encoding.UTF8.GetBytes(Manifest.ToJsonString());
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, content) in Files.Select(pair => (pair.Key, pair.Value)).Concat(More))
            Add(name, content);
        Add("manifest.json", manifest);
        Add(
            "manifest.sha256",
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(manifest)))
        );

        void Add(string name, byte[] content)
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>What an archive holds, and how to find every damage in it. Described in docs/backup.md and ADR 56.</summary>
internal sealed record ArchiveManifest
{
    /// <summary>The format that this version writes. A version reads this format and all earlier ones.</summary>
    public const int CurrentFormat = 1;

    public const string ThisProduct = "OpenViduMeet";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        WriteIndented = true,
    };

    public required string Product { get; init; }

    public required int Format { get; init; }

    /// <summary>The version of the server that wrote the archive.</summary>
    public required string Version { get; init; }

    /// <summary>The name of the last migration, which is the same on each database.</summary>
    public required string Schema { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required IReadOnlyList<TableEntry> Tables { get; init; }

    /// <summary>The objects of the store; <see langword="null"/> if they were not listed.</summary>
    public MediaEntry? Media { get; init; }

    /// <summary>The key of the data directory; <see langword="null"/> if the settings held the key, or there was none.</summary>
    public PartEntry? Key { get; init; }

    /// <summary>Tells whether another installation has the same key; <see langword="null"/> if there was none.</summary>
    public string? KeyCheck { get; init; }

    /// <summary>Whether a list has an element that is <see langword="null"/>, which the deserializer lets pass.</summary>
    [JsonIgnore]
    public bool HasNullInLists =>
        Tables.Any(table => (TableEntry?)table is null || table.Columns.Contains(null!));

    [JsonIgnore]
    public IEnumerable<PartEntry> Parts =>
        [
            .. Tables.Select(table => table.Part),
            .. Media is null ? Array.Empty<PartEntry>() : [Media.Part],
            .. Key is null ? Array.Empty<PartEntry>() : [Key],
        ];
}

/// <param name="Sequence">The highest number that the database has given to a row; <see langword="null"/> if it gives none.</param>
internal sealed record TableEntry(
    string Name,
    IReadOnlyList<string> Columns,
    PartEntry Part,
    long? Sequence = null
);

/// <param name="Store">The kind of store: <c>files</c> or <c>s3</c>.</param>
/// <param name="Bytes">The size of all objects.</param>
internal sealed record MediaEntry(string Store, long Bytes, PartEntry Part);

/// <summary>A file in the archive.</summary>
/// <param name="Lines">The number of lines, each with a line feed at its end.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in hexadecimal digits.</param>
internal sealed record PartEntry(string Name, long Lines, long Bytes, string Sha256);

/// <summary>An object of the store.</summary>
/// <param name="Tag">The entity tag, which S3 makes of the content, and this server of the size and time of a file.</param>
/// <param name="Sha256">The hash of the content; <see langword="null"/> if it was not read.</param>
internal sealed record MediaLine(string Key, long Size, string Tag, string? Sha256 = null);

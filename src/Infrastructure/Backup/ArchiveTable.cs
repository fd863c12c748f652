using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.Infrastructure.Backup;

/// <summary>A table of the archive, as the model describes it.</summary>
/// <param name="Columns">The columns in the order of their values.</param>
/// <param name="Sequence">The column that the database numbers, or <see langword="null"/> if there is none.</param>
internal sealed record ArchiveTable(
    string Name,
    IReadOnlyList<ArchiveColumn> Columns,
    string? Sequence
)
{
    /// <summary>The tables that no archive holds, each with the reason. Every other table of the model is archived.</summary>
    public static readonly IReadOnlyDictionary<string, string> LeftOut = new Dictionary<
        string,
        string
    >(StringComparer.Ordinal)
    {
        [SchemaState.Table] = "belongs to the schema, which a restore creates",
        [nameof(MeetDbContext.ParticipantNameHolds)] = "holds end within a minute",
        [nameof(MeetDbContext.WrongGuesses)] = "counts of one minute",
    };

    /// <summary>All archived tables, each after those that it refers to.</summary>
    public static IReadOnlyList<ArchiveTable> AllOf(MeetDbContext context)
    {
        var open = context
            .Model.GetRelationalModel()
            .Tables.Where(table => !LeftOut.ContainsKey(table.Name))
            .OrderBy(table => table.Name, StringComparer.Ordinal)
            .ToList();
        var ordered = new List<ArchiveTable>(open.Count);
        while (open.Count > 0)
        {
            var next = open.First(table =>
                table.ForeignKeyConstraints.All(key => !open.Contains(key.PrincipalTable))
            );
            open.Remove(next);
            ordered.Add(Of(next));
        }

        return ordered;
    }

    private static ArchiveTable Of(ITable table) =>
        new(
            table.Name,
            [
                .. table.Columns.Select(column => new ArchiveColumn(
                    column.Name,
                    JsonEncodedText.Encode(column.Name),
                    column.IsNullable,
                    column.ProviderClrType
                )),
            ],
            table.PrimaryKey?.Columns is [var key]
            && (key.ProviderClrType == typeof(long) || key.ProviderClrType == typeof(int))
            && key.PropertyMappings[0].Property.ValueGenerated == ValueGenerated.OnAdd
                ? key.Name
                : null
        );
}

/// <param name="Json">The name as it is written in a row.</param>
/// <param name="Type">The type of the values that the database stores.</param>
internal sealed record ArchiveColumn(string Name, JsonEncodedText Json, bool IsNullable, Type Type)
{
    public ValueForm Form { get; } = ValueForm.Of(Type);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>A migration that has not been applied to the database.</summary>
/// <param name="Name">Its id: the time at which it was written, and its name.</param>
/// <param name="Sql">The statements that it executes.</param>
public sealed record PendingMigration(string Name, string Sql)
{
    /// <summary>All of them in their order. Nothing is asked of the database.</summary>
    internal static IReadOnlyList<PendingMigration> AllOf(MeetDbContext context, SchemaState schema)
    {
        var migrator = context.GetService<IMigrator>();
        var pending = new List<PendingMigration>();
        var previous = Migration.InitialDatabase;
        foreach (var name in context.Database.GetMigrations())
        {
            if (!schema.Applied.Contains(name))
                pending.Add(new(name, migrator.GenerateScript(previous, name).Trim()));
            previous = name;
        }

        return pending;
    }
}

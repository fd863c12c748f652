using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations;

/// <summary>The migration of a later release. Like all, it only adds: also to tables that the nodes of this release use.</summary>
[DbContext(typeof(PostgresDbContext))]
[Migration("20991231000000_Later")]
internal sealed class LaterPostgresMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (
            var table in new[]
            {
                "Rooms",
                "SignInSessions",
                "ParticipantNameHolds",
                "QueueItems",
                "Recordings",
                "WrongGuesses",
            }
        )
            migrationBuilder.AddColumn<long>(name: "Later", table: table, nullable: true);

        migrationBuilder.CreateTable(
            name: "LaterThings",
            columns: table => new { Id = table.Column<long>(nullable: false) },
            constraints: table => table.PrimaryKey("PK_LaterThings", x => x.Id)
        );
    }
}

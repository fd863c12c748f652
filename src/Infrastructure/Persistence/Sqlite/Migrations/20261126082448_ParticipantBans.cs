using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ParticipantBans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "FamilyId",
                table: "ParticipantNameHolds",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateTable(
                name: "ParticipantBans",
                columns: table => new
                {
                    Room = table.Column<string>(type: "TEXT", nullable: false),
                    Participant = table.Column<string>(type: "TEXT", nullable: false),
                    Epoch = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ParticipantBans", x => new { x.Room, x.Participant });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ParticipantBans_Until",
                table: "ParticipantBans",
                column: "Until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ParticipantBans");

            migrationBuilder.DropColumn(
                name: "FamilyId",
                table: "ParticipantNameHolds");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations
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
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateTable(
                name: "ParticipantBans",
                columns: table => new
                {
                    Room = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Participant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Epoch = table.Column<int>(type: "integer", nullable: false),
                    Since = table.Column<long>(type: "bigint", nullable: false),
                    Until = table.Column<long>(type: "bigint", nullable: false)
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

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class RecordingLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Preferences_RecordingAccess",
                table: "Rooms",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "RecordingLinks",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Recording = table.Column<string>(type: "TEXT", nullable: false),
                    SecretHash = table.Column<string>(type: "TEXT", nullable: false),
                    Access = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CodeHash = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordingLinks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_RecordingLinks_Recordings_Recording",
                        column: x => x.Recording,
                        principalTable: "Recordings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RecordingLinks_ExpiresAt",
                table: "RecordingLinks",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_RecordingLinks_Recording",
                table: "RecordingLinks",
                column: "Recording");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RecordingLinks");

            migrationBuilder.DropColumn(
                name: "Preferences_RecordingAccess",
                table: "Rooms");
        }
    }
}

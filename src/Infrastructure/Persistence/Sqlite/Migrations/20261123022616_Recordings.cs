using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Recordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Details",
                table: "Recordings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Error",
                table: "Recordings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ErrorCode",
                table: "Recordings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsDescribed",
                table: "Recordings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "Media_LastModified",
                table: "Recordings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Media_Size",
                table: "Recordings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Media_Tag",
                table: "Recordings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Room",
                table: "Recordings",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "SignalledStatus",
                table: "Recordings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE "Recordings"
                SET "Room" = substr("Id", 1, instr("Id", '--') - 1), "SignalledStatus" = "Status"
                """);

            migrationBuilder.CreateTable(
                name: "MeetingEvents",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HandledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastFailure = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RecordingReservations",
                columns: table => new
                {
                    Room = table.Column<string>(type: "TEXT", nullable: false),
                    Uid = table.Column<string>(type: "TEXT", nullable: false),
                    MadeAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordingReservations", x => x.Room);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Rooms_ExpiresAt",
                table: "Rooms",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_Room",
                table: "Recordings",
                column: "Room");

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_StartedAt_Id",
                table: "Recordings",
                columns: new[] { "StartedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingEvents_State_DueAt",
                table: "MeetingEvents",
                columns: new[] { "State", "DueAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MeetingEvents");

            migrationBuilder.DropTable(
                name: "RecordingReservations");

            migrationBuilder.DropIndex(
                name: "IX_Rooms_ExpiresAt",
                table: "Rooms");

            migrationBuilder.DropIndex(
                name: "IX_Recordings_Room",
                table: "Recordings");

            migrationBuilder.DropIndex(
                name: "IX_Recordings_StartedAt_Id",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Details",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Error",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "ErrorCode",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "IsDescribed",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Media_LastModified",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Media_Size",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Media_Tag",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Room",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "SignalledStatus",
                table: "Recordings");
        }
    }
}

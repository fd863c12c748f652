using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Growth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Recordings_Room_StartedAt_Id",
                table: "Recordings",
                columns: new[] { "Room", "StartedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Recording_Sequence",
                table: "AuditEntries",
                columns: new[] { "Recording", "Sequence" },
                filter: "\"Recording\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Recordings_Room_StartedAt_Id",
                table: "Recordings");

            migrationBuilder.DropIndex(
                name: "IX_AuditEntries_Recording_Sequence",
                table: "AuditEntries");
        }
    }
}

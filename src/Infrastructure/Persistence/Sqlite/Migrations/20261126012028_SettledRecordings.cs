using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SettledRecordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Settled",
                table: "Recordings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // As Recording.IsSettled said when this column was added.
            migrationBuilder.Sql(
                """
                UPDATE "Recordings" SET "Settled" = 1
                WHERE "Status" IN ('Complete', 'LimitReached', 'Failed', 'Aborted')
                AND "SignalledStatus" = "Status"
                AND ("IsDescribed" OR "Status" NOT IN ('Complete', 'LimitReached'))
                """
            );

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_Settled",
                table: "Recordings",
                column: "Settled",
                filter: "NOT \"Settled\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Recordings_Settled",
                table: "Recordings");

            migrationBuilder.DropColumn(
                name: "Settled",
                table: "Recordings");
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class OidcUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Provider_Name",
                table: "SignInSessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Provider_Role",
                table: "SignInSessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Provider_Rules",
                table: "SignInSessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Provider_SessionKey",
                table: "SignInSessions",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "UsedLogoutTokens",
                columns: table => new
                {
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ValidUntil = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedLogoutTokens", x => x.Key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_UserName",
                table: "SignInSessions",
                column: "UserName");

            migrationBuilder.CreateIndex(
                name: "IX_UsedLogoutTokens_ValidUntil",
                table: "UsedLogoutTokens",
                column: "ValidUntil");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UsedLogoutTokens");

            migrationBuilder.DropIndex(
                name: "IX_SignInSessions_UserName",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "Provider_Name",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "Provider_Role",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "Provider_Rules",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "Provider_SessionKey",
                table: "SignInSessions");
        }
    }
}

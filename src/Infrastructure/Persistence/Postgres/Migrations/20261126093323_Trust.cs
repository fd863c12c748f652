using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Trust : Migration
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

            migrationBuilder.AddColumn<string>(
                name: "Preferences_RecordingAccess",
                table: "Rooms",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "FamilyId",
                table: "ParticipantNameHolds",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateTable(
                name: "ApiKeys",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Access = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: true),
                    LastUsedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "AuditEntries",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ActorKind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Actor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Room = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Participant = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Recording = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Target = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Outcome = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditEntries", x => x.Sequence);
                });

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

            migrationBuilder.CreateTable(
                name: "RecordingLinks",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Recording = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SecretHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Access = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    CodeHash = table.Column<string>(type: "text", nullable: true, collation: "C")
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

            migrationBuilder.CreateTable(
                name: "WebhookSecrets",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Encrypted = table.Column<byte[]>(type: "bytea", nullable: true),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookSecrets", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_UserName",
                table: "SignInSessions",
                column: "UserName");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Actor_Sequence",
                table: "AuditEntries",
                columns: new[] { "Actor", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_At",
                table: "AuditEntries",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEntries_Room_Sequence",
                table: "AuditEntries",
                columns: new[] { "Room", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_ParticipantBans_Until",
                table: "ParticipantBans",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_RecordingLinks_ExpiresAt",
                table: "RecordingLinks",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_RecordingLinks_Recording",
                table: "RecordingLinks",
                column: "Recording");

            migrationBuilder.CreateIndex(
                name: "IX_UsedLogoutTokens_ValidUntil",
                table: "UsedLogoutTokens",
                column: "ValidUntil");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ApiKeys");

            migrationBuilder.DropTable(
                name: "AuditEntries");

            migrationBuilder.DropTable(
                name: "ParticipantBans");

            migrationBuilder.DropTable(
                name: "RecordingLinks");

            migrationBuilder.DropTable(
                name: "UsedLogoutTokens");

            migrationBuilder.DropTable(
                name: "WebhookSecrets");

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

            migrationBuilder.DropColumn(
                name: "Preferences_RecordingAccess",
                table: "Rooms");

            migrationBuilder.DropColumn(
                name: "FamilyId",
                table: "ParticipantNameHolds");
        }
    }
}

using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "AppearancePreferences",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AppearancePreferences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Installation",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    NameId = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Installation", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ParticipantNameHolds",
                columns: table => new
                {
                    Room = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Participant = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    HeldUntil = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ParticipantNameHolds", x => new { x.Room, x.Participant });
                });

            migrationBuilder.CreateTable(
                name: "QueueItems",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Queue = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AddedAt = table.Column<long>(type: "bigint", nullable: false),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false),
                    CompletedAt = table.Column<long>(type: "bigint", nullable: true),
                    LastFailure = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastStatus = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QueueItems", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "RecordingReservations",
                columns: table => new
                {
                    Room = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MadeAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordingReservations", x => x.Room);
                });

            migrationBuilder.CreateTable(
                name: "Recordings",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Duration = table.Column<TimeSpan>(type: "interval", nullable: true),
                    Size = table.Column<long>(type: "bigint", nullable: true),
                    ErrorCode = table.Column<int>(type: "integer", nullable: true),
                    Error = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Details = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    IsDescribed = table.Column<bool>(type: "boolean", nullable: false),
                    SignalledStatus = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Room = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Settled = table.Column<bool>(type: "boolean", nullable: false),
                    Media_LastModified = table.Column<long>(type: "bigint", nullable: true),
                    Media_Size = table.Column<long>(type: "bigint", nullable: true),
                    Media_Tag = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recordings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RemovedRooms",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    RemovedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovedRooms", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Rooms",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Prefix = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    MaxParticipants = table.Column<int>(type: "integer", nullable: true),
                    ModeratorSecret = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PublisherSecret = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Preferences_ChatEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    Preferences_RecordingEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    Preferences_VirtualBackgroundEnabled = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rooms", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "Schema",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    OldestVersion = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schema", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SecurityPreferences",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    AuthMode = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AllowRoomCreation = table.Column<bool>(type: "boolean", nullable: false),
                    RequireAuthentication = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecurityPreferences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SignInSessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    UserName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CurrentTokenId = table.Column<Guid>(type: "uuid", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SignInSessions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Users",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Role = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PasswordHash = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Users", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "WebhookPreferences",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Enabled = table.Column<bool>(type: "boolean", nullable: false),
                    Url = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookPreferences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WrongGuesses",
                columns: table => new
                {
                    Key = table.Column<Guid>(type: "uuid", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false),
                    EndsAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WrongGuesses", x => x.Key);
                });

            migrationBuilder.CreateTable(
                name: "ReplacedRefreshTokens",
                columns: table => new
                {
                    TokenId = table.Column<Guid>(type: "uuid", nullable: false),
                    SessionId = table.Column<Guid>(type: "uuid", nullable: false),
                    ReplacedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReplacedRefreshTokens", x => x.TokenId);
                    table.ForeignKey(
                        name: "FK_ReplacedRefreshTokens_SignInSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "SignInSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "Schema",
                columns: new[] { "Id", "OldestVersion" },
                values: new object[] { 1, "1.0.0" });

            // A crash of the database may empty it, and no standby needs it.
            migrationBuilder.Sql("""ALTER TABLE "WrongGuesses" SET UNLOGGED""");

            migrationBuilder.CreateIndex(
                name: "IX_ParticipantNameHolds_HeldUntil",
                table: "ParticipantNameHolds",
                column: "HeldUntil");

            migrationBuilder.CreateIndex(
                name: "IX_QueueItems_Queue_AddedAt_Id",
                table: "QueueItems",
                columns: new[] { "Queue", "AddedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_QueueItems_Queue_Id",
                table: "QueueItems",
                columns: new[] { "Queue", "Id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_QueueItems_Queue_State_DueAt",
                table: "QueueItems",
                columns: new[] { "Queue", "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_QueueItems_Queue_Subject_State_Sequence",
                table: "QueueItems",
                columns: new[] { "Queue", "Subject", "State", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_Room",
                table: "Recordings",
                column: "Room");

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_Settled",
                table: "Recordings",
                column: "Settled",
                filter: "NOT \"Settled\"");

            migrationBuilder.CreateIndex(
                name: "IX_Recordings_StartedAt_Id",
                table: "Recordings",
                columns: new[] { "StartedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_RemovedRooms_RemovedAt",
                table: "RemovedRooms",
                column: "RemovedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ReplacedRefreshTokens_SessionId",
                table: "ReplacedRefreshTokens",
                column: "SessionId");

            migrationBuilder.CreateIndex(
                name: "IX_Rooms_CreatedAt_Name",
                table: "Rooms",
                columns: new[] { "CreatedAt", "Name" });

            migrationBuilder.CreateIndex(
                name: "IX_Rooms_ExpiresAt",
                table: "Rooms",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_SignInSessions_ExpiresAt",
                table: "SignInSessions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_WrongGuesses_EndsAt",
                table: "WrongGuesses",
                column: "EndsAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AppearancePreferences");

            migrationBuilder.DropTable(
                name: "Installation");

            migrationBuilder.DropTable(
                name: "ParticipantNameHolds");

            migrationBuilder.DropTable(
                name: "QueueItems");

            migrationBuilder.DropTable(
                name: "RecordingReservations");

            migrationBuilder.DropTable(
                name: "Recordings");

            migrationBuilder.DropTable(
                name: "RemovedRooms");

            migrationBuilder.DropTable(
                name: "ReplacedRefreshTokens");

            migrationBuilder.DropTable(
                name: "Rooms");

            migrationBuilder.DropTable(
                name: "Schema");

            migrationBuilder.DropTable(
                name: "SecurityPreferences");

            migrationBuilder.DropTable(
                name: "Users");

            migrationBuilder.DropTable(
                name: "WebhookPreferences");

            migrationBuilder.DropTable(
                name: "WrongGuesses");

            migrationBuilder.DropTable(
                name: "SignInSessions");
        }
    }
}

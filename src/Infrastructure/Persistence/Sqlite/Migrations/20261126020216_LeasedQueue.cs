using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpenViduMeet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LeasedQueue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "QueueItems",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Queue = table.Column<string>(type: "TEXT", nullable: false),
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: true),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CompletedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastFailure = table.Column<string>(type: "TEXT", nullable: true),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QueueItems", x => x.Sequence);
                });

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

            // What waits goes on waiting, and what is listed stays listed. Events were kept as the polymorphic JSON of today.
            migrationBuilder.Sql(
                """
                INSERT INTO "QueueItems"
                    ("Queue", "Id", "Kind", "Payload", "AddedAt", "State", "Attempts", "DueAt",
                     "CompletedAt", "LastFailure")
                SELECT
                    'MeetingEvents', "Id",
                    COALESCE(CASE WHEN json_valid("Payload") THEN json_extract("Payload", '$.Kind') END, ''),
                    "Payload", "ReceivedAt",
                    CASE "State" WHEN 'Handled' THEN 'Completed' WHEN 'Parked' THEN 'GivenUp' ELSE 'Waiting' END,
                    "Attempts", "DueAt", "HandledAt", "LastFailure"
                FROM "MeetingEvents" ORDER BY "ReceivedAt"
                """);
            migrationBuilder.Sql(
                """
                INSERT INTO "QueueItems"
                    ("Queue", "Id", "Kind", "Subject", "Payload", "AddedAt", "State", "Attempts", "DueAt",
                     "CompletedAt", "LastFailure", "LastStatus")
                SELECT
                    'Webhooks', "DeliveryId", "Event", "Subject", "Body", "CreatedAt",
                    CASE "State" WHEN 'Delivered' THEN 'Completed' WHEN 'Failed' THEN 'GivenUp' ELSE 'Waiting' END,
                    "Attempts", "DueAt", "DeliveredAt", "LastError", "LastStatus"
                FROM "WebhookDeliveries" ORDER BY "Sequence"
                """);

            migrationBuilder.DropTable(
                name: "MeetingEvents");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "QueueItems");

            migrationBuilder.CreateTable(
                name: "MeetingEvents",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    HandledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastFailure = table.Column<string>(type: "TEXT", nullable: true),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    DeliveredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    DeliveryId = table.Column<string>(type: "TEXT", nullable: false),
                    DueAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false),
                    LastError = table.Column<string>(type: "TEXT", nullable: true),
                    LastStatus = table.Column<int>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Sequence);
                });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingEvents_State_DueAt",
                table: "MeetingEvents",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_CreatedAt_DeliveryId",
                table: "WebhookDeliveries",
                columns: new[] { "CreatedAt", "DeliveryId" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_DeliveryId",
                table: "WebhookDeliveries",
                column: "DeliveryId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_State_DueAt",
                table: "WebhookDeliveries",
                columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_Subject_State_Sequence",
                table: "WebhookDeliveries",
                columns: new[] { "Subject", "State", "Sequence" });
        }
    }
}

using Microsoft.EntityFrameworkCore;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Media;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Persistence.Model;

namespace OpenViduMeet.Infrastructure.Persistence;

/// <summary>The data that all nodes share. Instants are stored in milliseconds since the Unix epoch.</summary>
internal sealed class MeetDbContext(DbContextOptions<MeetDbContext> options) : DbContext(options)
{
    public DbSet<Room> Rooms => Set<Room>();

    public DbSet<RemovedRoom> RemovedRooms => Set<RemovedRoom>();

    public DbSet<Recording> Recordings => Set<Recording>();

    public DbSet<RecordingReservation> RecordingReservations => Set<RecordingReservation>();

    public DbSet<QueueItem> QueueItems => Set<QueueItem>();

    public DbSet<ParticipantNameHold> ParticipantNameHolds => Set<ParticipantNameHold>();

    public DbSet<UserRow> Users => Set<UserRow>();

    public DbSet<SignInSession> SignInSessions => Set<SignInSession>();

    public DbSet<ReplacedRefreshToken> ReplacedRefreshTokens => Set<ReplacedRefreshToken>();

    public DbSet<SecurityPreferencesRow> SecurityPreferences => Set<SecurityPreferencesRow>();

    public DbSet<WebhookPreferencesRow> WebhookPreferences => Set<WebhookPreferencesRow>();

    public DbSet<AppearancePreferencesRow> AppearancePreferences => Set<AppearancePreferencesRow>();

    public DbSet<InstallationRow> Installation => Set<InstallationRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
        configurationBuilder.Properties<RoomName>().HaveConversion<ValueText<RoomName>>();
        configurationBuilder
            .Properties<RoomNamePrefix>()
            .HaveConversion<ValueText<RoomNamePrefix>>();
        configurationBuilder.Properties<RoomSecret>().HaveConversion<ValueText<RoomSecret>>();
        configurationBuilder
            .Properties<ParticipantName>()
            .HaveConversion<ValueText<ParticipantName>>();
        configurationBuilder.Properties<EntityTag>().HaveConversion<ValueText<EntityTag>>();
        configurationBuilder.Properties<RecordingId>().HaveConversion<ValueText<RecordingId>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(MeetDbContext).Assembly);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class RoomEntityConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.HasKey(room => room.Name);
        builder.HasIndex(room => new { room.CreatedAt, room.Name });
        builder.HasIndex(room => room.ExpiresAt);
        builder.ComplexProperty(
            room => room.Preferences,
            preferences =>
                preferences
                    .Property(one => one.RecordingAccess)
                    .HasConversion(new EnumName<RecordingAccess>(ifUnknown: RecordingAccess.Admin))
        );
        builder.Ignore(room => room.Notifications);
    }
}

internal sealed class RemovedRoomEntityConfiguration : IEntityTypeConfiguration<RemovedRoom>
{
    public void Configure(EntityTypeBuilder<RemovedRoom> builder)
    {
        builder.HasKey(room => room.Name);
        builder.HasIndex(room => room.RemovedAt);
    }
}

internal sealed class RecordingEntityConfiguration : IEntityTypeConfiguration<Recording>
{
    /// <summary>A column for the room, which is a part of the id, to filter by.</summary>
    public const string Room = "Room";

    /// <summary><see cref="Recording.IsSettled"/> as a column, so that an index finds the few unsettled recordings.</summary>
    public const string Settled = "Settled";

    public void Configure(EntityTypeBuilder<Recording> builder)
    {
        builder.HasKey(recording => recording.Id);
        builder.Property<RoomName>(Room).IsRequired();
        builder.HasIndex(Room);
        builder.HasIndex(Room, nameof(Recording.StartedAt), nameof(Recording.Id));
        builder.Property<bool>(Settled);
        builder.HasIndex(Settled).HasFilter($"NOT \"{Settled}\"");
        builder.HasIndex(recording => new { recording.StartedAt, recording.Id });
        builder
            .Property(recording => recording.Status)
            .HasConversion<string>()
            .IsConcurrencyToken();
        builder
            .Property(recording => recording.SignalledStatus)
            .HasConversion<string>()
            .IsConcurrencyToken();
        builder.Property(recording => recording.IsDescribed).IsConcurrencyToken();
        builder.ComplexProperty(recording => recording.Media);
        builder.Ignore(recording => recording.IsPlayable);
        builder.Ignore(recording => recording.IsUnderWay);
        builder.Ignore(recording => recording.IsSettled);
        builder.Ignore(recording => recording.NeedsDescription);
        builder.Ignore(recording => recording.MayBeDeleted);
        builder.Ignore(recording => recording.MayBeStopped);
        builder.Ignore(recording => recording.Notifications);
    }
}

internal sealed class RecordingReservationEntityConfiguration
    : IEntityTypeConfiguration<RecordingReservation>
{
    public void Configure(EntityTypeBuilder<RecordingReservation> builder) =>
        builder.HasKey(reservation => reservation.Room);
}

internal sealed class QueueItemEntityConfiguration : IEntityTypeConfiguration<QueueItem>
{
    public void Configure(EntityTypeBuilder<QueueItem> builder)
    {
        builder.HasKey(item => item.Sequence);
        builder.Property(item => item.Id).IsRequired();
        builder.HasIndex(item => new { item.Queue, item.Id }).IsUnique();
        builder
            .Property(item => item.State)
            .HasConversion(new EnumName<QueueItemState>(ifUnknown: QueueItemState.GivenUp));
        builder.HasIndex(item => new
        {
            item.Queue,
            item.State,
            item.DueAt,
        });
        builder.HasIndex(item => new
        {
            item.Queue,
            item.Subject,
            item.State,
            item.Sequence,
        });
        builder.HasIndex(item => new
        {
            item.Queue,
            item.AddedAt,
            item.Id,
        });
    }
}

internal sealed class ParticipantNameHoldEntityConfiguration
    : IEntityTypeConfiguration<ParticipantNameHold>
{
    public void Configure(EntityTypeBuilder<ParticipantNameHold> builder)
    {
        builder.HasKey(hold => new { hold.Room, hold.Participant });
        builder.HasIndex(hold => hold.HeldUntil);
        builder.Property(hold => hold.FamilyId).HasDefaultValue(Guid.Empty);
    }
}

internal sealed class ParticipantBanEntityConfiguration : IEntityTypeConfiguration<ParticipantBan>
{
    public void Configure(EntityTypeBuilder<ParticipantBan> builder)
    {
        builder.HasKey(ban => new { ban.Room, ban.Participant });
        builder.HasIndex(ban => ban.Until);
    }
}

internal sealed class UserEntityConfiguration : IEntityTypeConfiguration<UserRow>
{
    public void Configure(EntityTypeBuilder<UserRow> builder)
    {
        builder.HasKey(row => row.Name);
        builder.Property(row => row.Role).HasConversion<string>();
    }
}

internal sealed class ReplacedRefreshTokenEntityConfiguration
    : IEntityTypeConfiguration<ReplacedRefreshToken>
{
    public void Configure(EntityTypeBuilder<ReplacedRefreshToken> builder)
    {
        builder.HasKey(replaced => replaced.TokenId);
        builder
            .HasOne<SignInSession>()
            .WithMany()
            .HasForeignKey(replaced => replaced.SessionId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SecurityPreferencesEntityConfiguration
    : IEntityTypeConfiguration<SecurityPreferencesRow>
{
    public void Configure(EntityTypeBuilder<SecurityPreferencesRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder
            .Property(row => row.AuthMode)
            .HasConversion(new EnumName<AuthMode>(ifUnknown: AuthMode.AllUsers));
    }
}

internal sealed class WebhookPreferencesEntityConfiguration
    : IEntityTypeConfiguration<WebhookPreferencesRow>
{
    public void Configure(EntityTypeBuilder<WebhookPreferencesRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class AppearancePreferencesEntityConfiguration
    : IEntityTypeConfiguration<AppearancePreferencesRow>
{
    public void Configure(EntityTypeBuilder<AppearancePreferencesRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class InstallationEntityConfiguration : IEntityTypeConfiguration<InstallationRow>
{
    public void Configure(EntityTypeBuilder<InstallationRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
    }
}

internal sealed class SchemaEntityConfiguration : IEntityTypeConfiguration<SchemaRow>
{
    public void Configure(EntityTypeBuilder<SchemaRow> builder)
    {
        builder.ToTable("Schema");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasData(new SchemaRow { OldestVersion = "1.0.0" });
    }
}

internal sealed class WrongGuessesEntityConfiguration : IEntityTypeConfiguration<WrongGuessesRow>
{
    public void Configure(EntityTypeBuilder<WrongGuessesRow> builder)
    {
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Key).ValueGeneratedNever();
        builder.HasIndex(row => row.EndsAt);
    }
}

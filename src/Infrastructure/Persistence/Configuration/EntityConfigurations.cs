using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Infrastructure.Persistence.Configuration;

internal sealed class RoomConfiguration : IEntityTypeConfiguration<Room>
{
    public void Configure(EntityTypeBuilder<Room> builder)
    {
        builder.HasKey(room => room.Name);
        builder.HasIndex(room => new { room.CreatedAt, room.Name });
        builder.ComplexProperty(room => room.Preferences);
    }
}

internal sealed class RecordingConfiguration : IEntityTypeConfiguration<Recording>
{
    public void Configure(EntityTypeBuilder<Recording> builder)
    {
        builder.HasKey(recording => recording.Id);
        builder.Property(recording => recording.Status).HasConversion<string>();
        builder.Ignore(recording => recording.IsPlayable);
    }
}

internal sealed class ParticipantNameHoldConfiguration
    : IEntityTypeConfiguration<ParticipantNameHold>
{
    public void Configure(EntityTypeBuilder<ParticipantNameHold> builder)
    {
        builder.HasKey(hold => new { hold.Room, hold.Participant });
        builder.HasIndex(hold => hold.HeldUntil);
    }
}

internal sealed class SignInSessionConfiguration : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.HasKey(session => session.Id);
        builder.HasIndex(session => session.ExpiresAt);
    }
}

internal sealed class SecurityPreferencesConfiguration
    : IEntityTypeConfiguration<SecurityPreferencesRow>
{
    public void Configure(EntityTypeBuilder<SecurityPreferencesRow> builder)
    {
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.AuthMode).HasConversion<string>();
    }
}

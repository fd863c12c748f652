using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(entry => entry.Sequence);
        builder.Property(entry => entry.Sequence).ValueGeneratedOnAdd();
        builder
            .Property(entry => entry.ActorKind)
            .HasConversion(new EnumName<AuditActorKind>(ifUnknown: AuditActorKind.Anonymous));
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => new { entry.Room, entry.Sequence });
        builder.HasIndex(entry => new { entry.Actor, entry.Sequence });
        // Few entries are about a recording, so the others need not be in the index.
        builder
            .HasIndex(entry => new { entry.Recording, entry.Sequence })
            .HasFilter($"\"{nameof(AuditEntry.Recording)}\" IS NOT NULL");
    }
}

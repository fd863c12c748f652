using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class RecordingLinkEntityConfiguration : IEntityTypeConfiguration<RecordingLink>
{
    public void Configure(EntityTypeBuilder<RecordingLink> builder)
    {
        builder.ToTable("RecordingLinks");
        builder.HasKey(link => link.Id);
        builder.HasIndex(link => link.ExpiresAt);
        builder
            .Property(link => link.Access)
            .HasConversion(new EnumName<RecordingLinkAccess>(ifUnknown: RecordingLinkAccess.View));
        builder
            .HasOne<Recording>()
            .WithMany()
            .HasForeignKey(link => link.Recording)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

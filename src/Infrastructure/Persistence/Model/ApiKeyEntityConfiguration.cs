using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class ApiKeyEntityConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("ApiKeys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Id).HasConversion<ValueText<ApiKeyId>>();
        builder.Ignore(key => key.Grant);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

/// <summary>A secret that signs webhooks; or says that the API key of the settings no longer does.</summary>
/// <param name="Encrypted">The secret, encrypted; <see langword="null"/> for the API key of the settings, which is retired.</param>
internal sealed record WebhookSecretRow(
    WebhookSecretId Id,
    byte[]? Encrypted,
    DateTimeOffset CreatedAt
);

internal sealed class WebhookSecretEntityConfiguration : IEntityTypeConfiguration<WebhookSecretRow>
{
    public void Configure(EntityTypeBuilder<WebhookSecretRow> builder)
    {
        builder.ToTable("WebhookSecrets");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasConversion<ValueText<WebhookSecretId>>();
    }
}

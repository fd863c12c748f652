using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenViduMeet.Domain.Access;

namespace OpenViduMeet.Infrastructure.Persistence.Model;

internal sealed class SignInSessionEntityConfiguration : IEntityTypeConfiguration<SignInSession>
{
    public void Configure(EntityTypeBuilder<SignInSession> builder)
    {
        builder.HasKey(session => session.Id);
        builder.HasIndex(session => session.ExpiresAt);
        builder.HasIndex(session => session.UserName);
        builder.ComplexProperty(
            session => session.Provider,
            provider => provider.Property(signIn => signIn.Role).HasConversion<string>()
        );
    }
}

internal sealed class UsedLogoutTokenEntityConfiguration : IEntityTypeConfiguration<UsedLogoutToken>
{
    public void Configure(EntityTypeBuilder<UsedLogoutToken> builder)
    {
        builder.HasKey(used => used.Key);
        builder.HasIndex(used => used.ValidUntil);
    }
}

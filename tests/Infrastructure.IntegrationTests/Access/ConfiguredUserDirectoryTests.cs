using Microsoft.Extensions.Configuration;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Infrastructure.Settings;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Access;

public sealed class ConfiguredUserDirectoryTests : InstallationTests
{
    [TestCase("user", "user", UserRole.User)]
    [TestCase("admin", "admin", UserRole.Admin)]
    [TestCase("user", "admin", null)]
    [TestCase("User", "user", null)]
    [TestCase("nobody", "user", null)]
    [TestCase("admin", "", null)]
    public async Task Name_and_password_must_belong_together(
        string name,
        string password,
        UserRole? role
    )
    {
        var user = await Installation.Get<IUserDirectory>().VerifyAsync(name, password, Ct);
        Assert.That(user?.Role, Is.EqualTo(role));
    }

    [TestCase("admin", UserRole.Admin)]
    [TestCase("Admin", null)]
    public async Task Users_are_found_by_their_exact_name(string name, UserRole? role)
    {
        var user = await Installation.Get<IUserDirectory>().FindAsync(name, Ct);
        Assert.That(user?.Role, Is.EqualTo(role));
    }

    [TestCase("2147483647s")]
    [TestCase("2147483647m")]
    [TestCase("2147483647h")]
    [TestCase("2147483647d")]
    public void A_length_of_time_past_all_bounds_is_a_fault_like_any_other(string text)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["LIFETIME"] = text })
            .Build();
        var reader = new SettingsReader(configuration, isDevelopment: true);
        var year = TimeSpan.FromDays(365);
        Assert.That(
            reader.Duration(new Setting("Lifetime", "LIFETIME"), year, year),
            Is.EqualTo(year)
        );
        Assert.That(reader.ThrowIfFaulty, Throws.InstanceOf<SettingsException>());
    }
}

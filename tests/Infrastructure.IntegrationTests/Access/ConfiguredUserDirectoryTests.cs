using OpenViduMeet.Domain.Access;

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
}

using Microsoft.Extensions.Configuration;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.TestSupport;

namespace OpenViduMeet.Infrastructure.IntegrationTests.Settings;

public sealed class KnownSettingsTests
{
    [Test]
    public void Appsettings_json_holds_every_setting_and_no_other()
    {
        var file = new ConfigurationBuilder()
            .AddJsonFile(Checkout.File("src", "WebApi", "appsettings.json"))
            .Build();

        var written = file.AsEnumerable()
            .Where(entry => entry.Value is not null)
            .Select(entry => entry.Key);

        Assert.That(written, Is.EquivalentTo(KnownSettings.All.Select(setting => setting.Path)));
    }

    [Test]
    public async Task The_documentation_names_the_variable_of_every_setting()
    {
        var documentation = await File.ReadAllTextAsync(Checkout.File("docs", "settings.md"));

        var missing = KnownSettings.All.Where(setting =>
            !documentation.Contains($"`{setting.Variable}`", StringComparison.Ordinal)
        );

        Assert.That(missing, Is.Empty);
    }
}

using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Domain.UnitTests.Preferences;

public sealed class WebhookPreferencesTests
{
    private static readonly Uri Url = new("https://example.com/?secret=1");
    private static readonly Uri Other = new("https://example.org/");

    [Test]
    public void Omitted_values_stay_unchanged()
    {
        var known = new WebhookPreferences(true, Url);
        Assert.That(known.With(null, null).Value, Is.EqualTo(known));
        Assert.That(known.With(false, null).Value, Is.EqualTo(new WebhookPreferences(false, Url)));
        Assert.That(known.With(null, Other).Value, Is.EqualTo(new WebhookPreferences(true, Other)));
    }

    [Test]
    public void Enabled_webhooks_require_a_URL()
    {
        var none = new WebhookPreferences(false, null);
        Assert.That(none.With(true, null).Error, Is.EqualTo(WebhookErrors.NoUrl));
        Assert.That(none.With(true, Url).Value, Is.EqualTo(new WebhookPreferences(true, Url)));
        Assert.That(none.With(false, null).Value, Is.EqualTo(none));
    }

    [Test]
    public void The_text_does_not_contain_the_URL() =>
        Assert.That($"{new WebhookPreferences(true, Url)}", Is.EqualTo("on"));
}

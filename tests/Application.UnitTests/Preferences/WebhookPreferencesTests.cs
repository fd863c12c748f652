using Moq;
using OpenViduMeet.Application.Preferences;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Preferences;

public sealed class WebhookPreferencesTests
{
    private const string Url = "https://example.com/hook";
    private static readonly WebhookPreferences Stored = new(false, new Uri(Url));

    private Mock<IPreferencesRepository> _preferences = null!;
    private Mock<IWebhookReceiver> _receiver = null!;
    private Mock<IWebhookSecrets> _secrets = null!;

    [SetUp]
    public void SetUp()
    {
        _receiver = new(MockBehavior.Strict);
        _secrets = new();
        GivenSecrets(new WebhookSecret(WebhookSecretId.Configured, null));
        _preferences = new(MockBehavior.Strict);
        _preferences
            .Setup(stored =>
                stored.UpdateWebhooksAsync(
                    It.IsAny<Func<WebhookPreferences, Result<WebhookPreferences>>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                (
                    Func<WebhookPreferences, Result<WebhookPreferences>> change,
                    CancellationToken _
                ) => change(Stored)
            );
    }

    [Test]
    public async Task Without_a_secret_webhooks_can_be_disabled_but_not_enabled()
    {
        GivenSecrets();

        var on = await UpdateAsync(true, null);
        var off = await UpdateAsync(false, null);

        Assert.That(on.Error, Is.EqualTo(WebhookErrors.NoKey));
        Assert.That(off.Value, Is.EqualTo(Stored));
    }

    [Test]
    public async Task A_forbidden_URL_is_not_saved()
    {
        _receiver
            .Setup(receiver => receiver.CheckAsync(new Uri(Url), It.IsAny<CancellationToken>()))
            .ReturnsAsync(WebhookErrors.WrongUrl("it leads inside"));

        var result = await UpdateAsync(null, Url);

        Assert.That(result.Error?.Details, Is.EqualTo([new FieldError("url", "it leads inside")]));
        _preferences.VerifyNoOtherCalls();
    }

    [Test]
    public async Task An_omitted_URL_stays_unchanged_and_is_not_checked()
    {
        var result = await UpdateAsync(true, null);
        Assert.That(result.Value, Is.EqualTo(Stored with { Enabled = true }));
    }

    private Task<Result<WebhookPreferences>> UpdateAsync(bool? enabled, string? url) =>
        new UpdateWebhookPreferencesHandler(
            _preferences.Object,
            _receiver.Object,
            _secrets.Object
        ).Handle(
            new UpdateWebhookPreferences(enabled, url is null ? null : new Uri(url)),
            CancellationToken.None
        );

    private void GivenSecrets(params WebhookSecret[] secrets) =>
        _secrets
            .Setup(stored => stored.ListAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(secrets);
}

using Moq;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Queues;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Webhooks;

public sealed class DeliverWebhookTests
{
    private static readonly Uri Url = new("https://example.com/hook");
    private static readonly Leased<WebhookMessage> Webhook = new(
        "WH_1",
        new WebhookMessage("WH_1", "body"),
        1
    );

    private Mock<IPreferencesRepository> _preferences = null!;
    private Mock<IWebhookReceiver> _receiver = null!;
    private Mock<IWebhookOutbox> _outbox = null!;

    [SetUp]
    public void SetUp()
    {
        _preferences = new(MockBehavior.Strict);
        _receiver = new(MockBehavior.Strict);
        _outbox = new(MockBehavior.Strict);
        Given(new WebhookPreferences(true, Url));
    }

    [TestCase(200, true)]
    [TestCase(204, true)]
    [TestCase(299, true)]
    [TestCase(199, false)]
    [TestCase(304, false)]
    [TestCase(400, false)]
    [TestCase(410, false)]
    [TestCase(500, false)]
    public async Task Only_2xx_is_a_success_and_every_status_is_saved(int status, bool isSuccess)
    {
        Answers(status);
        IsNoted(status);

        var result = await SendAsync();

        Assert.That(
            result.Error,
            Is.EqualTo(isSuccess ? null : WebhookErrors.NotSent($"The answer was {status}"))
        );
        _outbox.Verify();
    }

    [Test]
    public async Task A_delivery_without_an_answer_fails_with_the_reason()
    {
        var failure = WebhookErrors.NotSent("It cannot be reached");
        Answers(failure);
        IsNoted(null);

        var result = await SendAsync();

        Assert.That(result.Error, Is.EqualTo(failure));
        Assert.That(result.Error?.Kind, Is.EqualTo(ErrorKind.Unavailable));
        _outbox.Verify();
    }

    private static readonly WebhookPreferences[] Off = [new(false, Url), new(false, null)];

    [TestCaseSource(nameof(Off))]
    public async Task While_webhooks_are_disabled_nothing_is_sent(WebhookPreferences preferences)
    {
        Given(preferences);

        var result = await SendAsync();

        Assert.That(result.Error?.Message, Is.EqualTo("Webhooks are switched off"));
        _receiver.VerifyNoOtherCalls();
        _outbox.VerifyNoOtherCalls();
    }

    [Test]
    public void A_cancelled_delivery_is_left_unchanged()
    {
        _receiver
            .Setup(receiver =>
                receiver.SendAsync(
                    It.IsAny<Uri>(),
                    It.IsAny<WebhookMessage>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ThrowsAsync(new OperationCanceledException());

        Assert.That(SendAsync, Throws.InstanceOf<OperationCanceledException>());
        _outbox.VerifyNoOtherCalls();
    }

    private void Given(WebhookPreferences preferences) =>
        _preferences
            .Setup(stored => stored.GetWebhooksAsync(It.IsAny<CancellationToken>()))
            .ReturnsAsync(preferences);

    private void Answers(Result<int> answer) =>
        _receiver
            .Setup(receiver => receiver.SendAsync(Url, Webhook.Item, It.IsAny<CancellationToken>()))
            .ReturnsAsync(answer);

    private void IsNoted(int? status) =>
        _outbox
            .Setup(outbox => outbox.NoteAnswerAsync(Webhook, status, CancellationToken.None))
            .Returns(Task.CompletedTask)
            .Verifiable(Times.Once);

    private Task<Result> SendAsync() =>
        new DeliverWebhookHandler(_preferences.Object, _receiver.Object, _outbox.Object).Handle(
            new DeliverWebhook(Webhook),
            CancellationToken.None
        );
}

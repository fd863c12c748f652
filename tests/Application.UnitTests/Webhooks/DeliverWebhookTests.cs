using Moq;
using OpenViduMeet.Application.Webhooks;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.Application.UnitTests.Webhooks;

public sealed class DeliverWebhookTests
{
    private static readonly Uri Url = new("https://example.com/hook");
    private static readonly TakenDelivery Delivery = new("WH_1", "body", 1);

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

    [Test]
    public async Task What_the_receiver_took_is_done()
    {
        Answers(new WebhookAnswer(204, null));
        _outbox
            .Setup(outbox => outbox.CompleteAsync(Delivery, 204, CancellationToken.None))
            .Returns(Task.CompletedTask)
            .Verifiable(Times.Once);

        var result = await SendAsync();

        Assert.That(result.Error, Is.Null);
        _outbox.Verify();
    }

    [Test]
    public async Task What_it_did_not_take_is_put_back_with_the_reason()
    {
        var answer = new WebhookAnswer(500, "The answer was 500");
        Answers(answer);
        IsPutBack(answer);

        var result = await SendAsync();

        Assert.That(result.Error?.Kind, Is.EqualTo(ErrorKind.Unavailable));
        _outbox.Verify();
    }

    private static readonly WebhookPreferences[] Off = [new(false, Url), new(false, null)];

    [TestCaseSource(nameof(Off))]
    public async Task While_webhooks_are_off_nothing_is_sent(WebhookPreferences preferences)
    {
        Given(preferences);
        IsPutBack(new WebhookAnswer(null, "Webhooks are switched off"));

        var result = await SendAsync();

        Assert.That(result.IsFailure);
        _outbox.Verify();
        _receiver.VerifyNoOtherCalls();
    }

    [Test]
    public void What_was_cut_short_is_left_as_it_is()
    {
        _receiver
            .Setup(receiver =>
                receiver.TellAsync(
                    It.IsAny<Uri>(),
                    It.IsAny<TakenDelivery>(),
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

    private void Answers(WebhookAnswer answer) =>
        _receiver
            .Setup(receiver => receiver.TellAsync(Url, Delivery, It.IsAny<CancellationToken>()))
            .ReturnsAsync(answer);

    private void IsPutBack(WebhookAnswer answer) =>
        _outbox
            .Setup(outbox => outbox.PutBackAsync(Delivery, answer, CancellationToken.None))
            .Returns(Task.CompletedTask)
            .Verifiable(Times.Once);

    private Task<Result> SendAsync() =>
        new DeliverWebhookHandler(_preferences.Object, _receiver.Object, _outbox.Object).Handle(
            new DeliverWebhook(Delivery),
            CancellationToken.None
        );
}

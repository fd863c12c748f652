using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Domain.Webhooks;

/// <summary>
/// Events that wait to be told to the configured URL, shared by all nodes. The repositories of recordings and rooms write them,
/// each in the transaction of the change that it is about. None is written while webhooks are switched off. Those about one
/// recording or one room are taken one after the other; one whose node dies is taken again when its <see cref="Lease"/> is over.
/// </summary>
public interface IWebhookOutbox
{
    /// <summary>How long a node may take over a delivery before another takes it.</summary>
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How long after its event a delivery is given up, whatever kept it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>How long what was delivered is listed.</summary>
    static readonly TimeSpan MemoryOfDelivered = TimeSpan.FromDays(7);

    /// <summary>How long what was given up is listed.</summary>
    static readonly TimeSpan MemoryOfFailed = TimeSpan.FromDays(30);

    /// <summary>Writes that the meeting in a room is over, once however often it is called for the same cause.</summary>
    /// <param name="cause">The id of what told us.</param>
    Task AddRoomFinishedAsync(Room room, string cause, CancellationToken ct);

    /// <summary>Takes deliveries that are due, of each recording and room the oldest only. None while webhooks are off.</summary>
    Task<IReadOnlyList<TakenDelivery>> TakeAsync(int most, CancellationToken ct);

    /// <summary>Marks a delivery as done.</summary>
    Task CompleteAsync(TakenDelivery delivered, int status, CancellationToken ct);

    /// <summary>Puts a delivery back until later, after a pause that grows with each attempt.</summary>
    Task PutBackAsync(TakenDelivery failed, WebhookAnswer answer, CancellationToken ct);

    /// <summary>Waits until there may be something to take, or some time has passed.</summary>
    Task WaitAsync(TimeSpan most, CancellationToken ct);

    /// <summary>Newest first; those of the same millisecond by id.</summary>
    /// <param name="state">In this state only, or <see langword="null"/> for all.</param>
    /// <param name="after">Where the previous page ended, or <see langword="null"/> to begin with the newest.</param>
    Task<IReadOnlyList<WebhookDelivery>> ListAsync(
        WebhookDeliveryState? state,
        WebhookDeliveryPosition? after,
        int maxItems,
        CancellationToken ct
    );

    /// <summary>Gives up what is older than <see cref="Patience"/>, and forgets what was over long ago.</summary>
    Task SweepAsync(CancellationToken ct);
}

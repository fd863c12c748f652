using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Telemetry;

/// <summary>
/// The room and the recording that a request names, for logs and traces. They are the properties <c>Room</c> and <c>Recording</c> of the
/// request, so that no request is left out.
/// </summary>
internal static class RequestSubject<TRequest>
{
    private static readonly Func<TRequest, RoomName?>? Room = Getter<RoomName>(nameof(Room));

    private static readonly Func<TRequest, RecordingId?>? Recording = Getter<RecordingId>(
        nameof(Recording)
    );

    public static RecordingId? RecordingOf(TRequest request) => Recording?.Invoke(request);

    public static RoomName? RoomOf(TRequest request) =>
        Room?.Invoke(request) ?? RecordingOf(request)?.Room;

    private static Func<TRequest, T?>? Getter<T>(string name)
        where T : class =>
        typeof(TRequest).GetProperty(name) is { GetMethod: { } get, PropertyType: var type }
        && type == typeof(T)
            ? get.CreateDelegate<Func<TRequest, T?>>()
            : null;
}

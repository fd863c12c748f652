using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.UnitTests.Recordings;

/// <summary>
/// The ports for the life of a recording. A call that a test did not set up fails the test. Signals succeed unless a test says otherwise.
/// </summary>
internal sealed class RecordingPorts
{
    public static readonly RecordingId Id = RecordingId.Parse("daily-abc--EG_1--uid1");
    public static readonly RecordingId OtherId = RecordingId.Parse("daily-abc--EG_2--uid2");
    public static readonly RoomName Room = Id.Room;

    public RecordingPorts()
    {
        Reservations = new FakeReservations(Clock);
        WithSignals(Result.Ok);
        WithUnderWay();
        WithRoom(null);
    }

    public FakeTimeProvider Clock { get; } = new(Given.Now);

    public FakeRecordings Recordings { get; } = new();

    public FakeReservations Reservations { get; }

    public Mock<IRoomRepository> Rooms { get; } = new(MockBehavior.Strict);

    public Mock<IRecordingStore> Store { get; } = new(MockBehavior.Strict);

    public Mock<IMeetingServer> Meetings { get; } = new(MockBehavior.Strict);

    public Mock<IEgressService> Egresses { get; } = new(MockBehavior.Strict);

    /// <summary>The signals sent to everybody in the room.</summary>
    public List<RoomSignal> Signals { get; } = [];

    public RecordingProgress Progress =>
        new(Recordings, Reservations, Store.Object, Meetings.Object, Clock);

    public RecordingRemoval Removal =>
        new(
            Recordings,
            Mock.Of<IPlayableRecordings>(),
            Mock.Of<IRecordingLinkRepository>(),
            Store.Object,
            Meetings.Object
        );

    public RecordingLaunch Launch => new(Egresses.Object, Reservations, Progress, Clock);

    public RecordingReconciliation Reconciliation =>
        new(
            Recordings,
            Reservations,
            Egresses.Object,
            Progress,
            Removal,
            UnknownEgresses,
            Given.Work,
            Clock
        );

    public UnknownEgresses UnknownEgresses =>
        new(
            Rooms.Object,
            Recordings,
            Reservations,
            Egresses.Object,
            Progress,
            Clock,
            NullLogger<UnknownEgresses>.Instance
        );

    public Recording? Stored => Recordings[Id];

    public bool IsReserved => Reservations.IsReserved(Id);

    /// <summary>A recording whose status has been signalled.</summary>
    public static Recording Recorded(RecordingStatus status, RecordingId? id = null) =>
        new()
        {
            Id = id ?? Id,
            Status = status,
            StartedAt = Given.Now,
            SignalledStatus = status,
        };

    public static EgressReport Report(RecordingStatus status, RecordingId? id = null) =>
        new(id ?? Id, status);

    /// <param name="room">The room of the recordings, or <see langword="null"/> if there is none.</param>
    /// <param name="isOver">Whether the room existed and was removed.</param>
    public RecordingPorts WithRoom(Room? room, bool isOver = false)
    {
        Rooms
            .Setup(rooms => rooms.FindAsync(Room, It.IsAny<CancellationToken>()))
            .ReturnsAsync(room);
        var existence =
            room is not null ? RoomExistence.Exists
            : isOver ? RoomExistence.Ended
            : RoomExistence.Unknown;
        Rooms
            .Setup(rooms =>
                rooms.GetExistenceAsync(
                    It.IsAny<IReadOnlyCollection<RoomName>>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(new Dictionary<RoomName, RoomExistence> { [Room] = existence });
        return this;
    }

    public RecordingPorts WithRecording(RecordingStatus status) => WithRecording(Recorded(status));

    public RecordingPorts WithRecording(Recording recording)
    {
        Recordings.Put(recording);
        return this;
    }

    public RecordingPorts WithReservation(RecordingId? id = null)
    {
        Reservations.Reserve(id ?? Id);
        return this;
    }

    public RecordingPorts WithSignals(Result outcome)
    {
        Meetings
            .Setup(meetings =>
                meetings.SendAsync(
                    It.IsAny<RoomName>(),
                    It.IsAny<RoomSignal>(),
                    It.IsAny<ParticipantName?>(),
                    It.IsAny<CancellationToken>()
                )
            )
            .ReturnsAsync(
                (RoomName _, RoomSignal signal, ParticipantName? only, CancellationToken _) =>
                {
                    if (!outcome.IsFailure && only is null)
                        Signals.Add(signal);
                    return outcome;
                }
            );
        return this;
    }

    public RecordingPorts WithMedia(Result<StoredMedia> media, RecordingId? id = null)
    {
        Store
            .Setup(store => store.OpenAsync(id ?? Id, null, It.IsAny<CancellationToken>()))
            .ReturnsAsync(media);
        return this;
    }

    public RecordingPorts WithMetadata(Result outcome)
    {
        Store
            .Setup(store =>
                store.SaveMetadataAsync(It.IsAny<Recording>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(outcome);
        return this;
    }

    public RecordingPorts WithEgress(Result<EgressReport> found, RecordingId? id = null)
    {
        Egresses
            .Setup(egresses => egresses.FindAsync(id ?? Id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(found);
        return this;
    }

    public RecordingPorts WithStart(Result<EgressReport> outcome)
    {
        Egresses
            .Setup(egresses => egresses.StartAsync(Room, Id.Uid, It.IsAny<CancellationToken>()))
            .ReturnsAsync(outcome);
        return this;
    }

    public RecordingPorts WithStop(Result<EgressReport> outcome)
    {
        Egresses
            .Setup(egresses => egresses.StopAsync(Id, It.IsAny<CancellationToken>()))
            .ReturnsAsync(outcome);
        return this;
    }

    public RecordingPorts WithUnderWay(params EgressReport[] reports)
    {
        SetUpUnderWay(reports);
        return this;
    }

    public RecordingPorts WithUnderWayUnknown()
    {
        SetUpUnderWay(MeetingErrors.Unavailable);
        return this;
    }

    public void VerifyStopped(Times times) =>
        Egresses.Verify(egresses => egresses.StopAsync(Id, It.IsAny<CancellationToken>()), times);

    public void VerifyMediaOpened(Times times) =>
        Store.Verify(store => store.OpenAsync(Id, null, It.IsAny<CancellationToken>()), times);

    public void VerifyMetadataWritten(Recording expected, Times times) =>
        Store.Verify(
            store => store.SaveMetadataAsync(expected, It.IsAny<CancellationToken>()),
            times
        );

    private void SetUpUnderWay(Result<IReadOnlyList<EgressReport>> answer) =>
        Egresses
            .Setup(egresses =>
                egresses.ListUnderWayAsync(It.IsAny<RoomName?>(), It.IsAny<CancellationToken>())
            )
            .ReturnsAsync(answer);
}

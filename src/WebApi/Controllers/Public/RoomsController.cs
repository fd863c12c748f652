using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.Controllers.Public;

/// <summary>Operations related to rooms.</summary>
[Route(ApiPaths.Public + "/rooms")]
internal sealed class RoomsController(IMediator mediator, RoomPresenter presenter)
    : MeetController(mediator)
{
    public const string NextPageHeader = "X-Next-Page-Token";

    /// <summary>Creates a room.</summary>
    [HttpPost]
    [ProducesResponseType<MeetRoom>(200)]
    [ProducesError(401, "Authentication Error", "Unauthorized")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [AcceptCredential(Schemes.ApiKey, Schemes.AccessToken)]
    [RefuseStrangersToRoomCreation]
    public async Task<IActionResult> CreateRoom(
        [FromBody] MeetRoomOptions? options,
        CancellationToken ct
    )
    {
        var request = new CreateRoom(
            Caller,
            options?.ExpirationDate,
            options?.RoomNamePrefix,
            options?.MaxParticipants,
            options?.Preferences.ToDomain() ?? new()
        );
        return (await Mediator.Send(request, ct)).Match(
            room => Ok(presenter.Present(room, Request)),
            Failure
        );
    }

    /// <summary>The rooms that exist, newest first.</summary>
    /// <param name="fields">The fields that are wanted, separated by commas; all without it.</param>
    /// <param name="maxItems">Rooms at the most, 1 to 100; all without it.</param>
    /// <param name="nextPageToken">From the page before.</param>
    [HttpGet]
    [ProducesResponseType<MeetRoomFields[]>(200)]
    [ProducesHeader(200, NextPageHeader, "Asks for the next page; missing on the last")]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> ListRooms(
        [FromQuery] string? fields,
        [FromQuery] int? maxItems,
        [FromQuery] string? nextPageToken,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ListRooms(Caller, maxItems, nextPageToken), ct)).Match(
            page => Page(page, fields),
            Failure
        );

    /// <summary>One room.</summary>
    /// <param name="roomName">The room.</param>
    /// <param name="fields">The fields that are wanted, separated by commas; all without it.</param>
    [HttpGet("{roomName}")]
    [ProducesResponseType<MeetRoomFields>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken, Schemes.ParticipantToken)]
    public async Task<IActionResult> GetRoom(
        string roomName,
        [FromQuery] string? fields,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new GetRoom(Caller, roomName), ct)).Match(
            room => Ok(presenter.Present(room, Request, fields)),
            Failure
        );

    /// <summary>Changes what people in a room can use. What is not sent stays as it is.</summary>
    /// <param name="roomName">The room.</param>
    [HttpPut("{roomName}")]
    [ProducesResponseType<MeetRoom>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> UpdateRoom(
        string roomName,
        [FromBody] MeetRoomUpdate? update,
        CancellationToken ct
    )
    {
        var request = new UpdateRoom(Caller, roomName, update?.Preferences?.ToChange());
        return (await Mediator.Send(request, ct)).Match(
            room => Ok(presenter.Present(room, Request)),
            Failure
        );
    }

    /// <summary>Deletes a room and disconnects everybody in it. Its recordings stay.</summary>
    /// <param name="roomName">The room.</param>
    [HttpDelete("{roomName}")]
    [ProducesResponseType<DeletedRoomsAnswer>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(404, "Room Error", "The room does not exist")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> DeleteRoom(string roomName, CancellationToken ct) =>
        (await Mediator.Send(new DeleteRooms(Caller, [roomName]), ct)).Match(
            deleted => deleted.Names.Count == 0 ? Failure(RoomErrors.NotFound) : Deleted(deleted),
            Failure
        );

    /// <summary>Deletes several rooms. Names of rooms that do not exist are passed over.</summary>
    [HttpDelete]
    [ProducesResponseType<DeletedRoomsAnswer>(200)]
    [ProducesError(403, "Authentication Error", "Insufficient permissions to access this resource")]
    [ProducesError(503, "LiveKit Error", "LiveKit is not available")]
    [RequireCredential(Schemes.ApiKey, Schemes.AccessToken)]
    public async Task<IActionResult> DeleteRooms(
        [FromBody] DeleteRoomsOptions? options,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new DeleteRooms(Caller, options?.RoomNames), ct)).Match(
            Deleted,
            Failure
        );

    private IActionResult Deleted(DeletedRooms deleted) =>
        Ok(new DeletedRoomsAnswer("Rooms deleted", deleted.Names));

    private OkObjectResult Page(RoomPage page, string? fields)
    {
        if (page.NextPageToken is { } next)
            Response.Headers[NextPageHeader] = next;
        return Ok(page.Rooms.Select(room => presenter.Present(room, Request, fields)));
    }
}

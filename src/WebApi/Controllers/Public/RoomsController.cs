using MediatR;
using Microsoft.AspNetCore.Mvc;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Paging;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Contracts;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Routing;
using OpenViduMeet.WebApi.Streaming;

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
    [Answers(typeof(AccessErrors), nameof(AccessErrors.Unauthorized))]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(MeetingErrors), nameof(MeetingErrors.Unavailable))]
    [Accepts(
        Credential.ApiKey,
        Credential.AccessToken,
        Credential.None,
        Policy = EndpointPolicies.SignInToCreateRooms
    )]
    public async Task<IActionResult> CreateRoom(
        [FromBody] MeetRoomOptions options,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(options.ToRequest(), ct)).Match(
            room => Ok(presenter.Present(room, Request)),
            Failure
        );
    }

    /// <summary>Lists rooms, newest first.</summary>
    /// <param name="fields">The fields to return, separated by commas. Default: all.</param>
    /// <param name="maxItems">The largest number of rooms to return, 1 to 100. Default: all.</param>
    /// <param name="nextPageToken">The token that the previous page returned.</param>
    [HttpGet]
    [ProducesResponseType<MeetRoomFields[]>(200)]
    [AnswerHeader(NextPageHeader, "The token of the next page. The last page has none.", 200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public Task<IActionResult> ListRooms(
        [FromQuery] string? fields,
        [FromQuery] PageSize? maxItems,
        [FromQuery] RoomPosition? nextPageToken,
        CancellationToken ct
    ) =>
        maxItems is null
            ? ListAllAsync(presenter.View(Request, fields), nextPageToken, ct)
            : ListPageAsync(presenter.View(Request, fields), maxItems, nextPageToken, ct);

    /// <summary>Gets a room.</summary>
    /// <param name="roomName">The name of the room.</param>
    /// <param name="fields">The fields to return, separated by commas. Default: all.</param>
    [HttpGet("{roomName}")]
    [ProducesResponseType<MeetRoomFields>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> GetRoom(
        RoomName? roomName,
        [FromQuery] string? fields,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new GetRoom(roomName), ct)).Match(
            room => Ok(presenter.View(Request, fields).Of(RoomExcerpt.Of(room))),
            Failure
        );

    /// <summary>Updates a room's preferences. Fields that are not sent stay unchanged.</summary>
    /// <param name="roomName">The name of the room.</param>
    [HttpPut("{roomName}")]
    [ProducesResponseType<MeetRoom>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> UpdateRoom(
        RoomName? roomName,
        [FromBody] MeetRoomUpdate update,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(update.ToRequest(roomName), ct)).Match(
            room => Ok(presenter.Present(room, Request)),
            Failure
        );
    }

    /// <summary>Replaces the links of a room.</summary>
    /// <remarks>
    /// Nobody gets or refreshes a token with an old link. Participants stay connected, and need the new link once their token has expired.
    /// </remarks>
    /// <param name="roomName">The name of the room.</param>
    [HttpPost("{roomName}/links/rotate")]
    [ProducesResponseType<MeetRoom>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken, Credential.ParticipantToken)]
    public async Task<IActionResult> RotateRoomLinks(
        RoomName? roomName,
        [FromBody] RotateLinksOptions options,
        CancellationToken ct
    )
    {
        return (await Mediator.Send(options.ToRequest(roomName), ct)).Match(
            room => Ok(presenter.Present(room, Request)),
            Failure
        );
    }

    /// <summary>Deletes a room and disconnects its participants. Its recordings are kept.</summary>
    /// <remarks>
    /// While LiveKit is not available, the room is deleted nevertheless: nobody can join it any more. Its participants are disconnected
    /// when LiveKit is available again.
    /// </remarks>
    /// <param name="roomName">The name of the room.</param>
    [HttpDelete("{roomName}")]
    [ProducesResponseType<DeletedRoomsAnswer>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Answers(typeof(RoomErrors), nameof(RoomErrors.NotFound))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> DeleteRoom(RoomName? roomName, CancellationToken ct) =>
        (await Mediator.Send(new DeleteRooms(roomName is null ? [] : [roomName]), ct)).Match(
            deleted => deleted.Names.Count == 0 ? Failure(RoomErrors.NotFound) : Deleted(deleted),
            Failure
        );

    /// <summary>Deletes several rooms. Names of rooms that do not exist are ignored.</summary>
    /// <remarks>
    /// The answer names the rooms that are deleted. While LiveKit is not available, rooms are deleted nevertheless: nobody can join them
    /// any more. Their participants are disconnected when LiveKit is available again.
    /// </remarks>
    [HttpDelete]
    [ProducesResponseType<DeletedRoomsAnswer>(200)]
    [Answers(typeof(AccessErrors), nameof(AccessErrors.InsufficientPermissions))]
    [Accepts(Credential.ApiKey, Credential.AccessToken)]
    public async Task<IActionResult> DeleteRooms(
        [FromBody] DeleteRoomsOptions options,
        CancellationToken ct
    ) => (await Mediator.Send(options.ToRequest(), ct)).Match(Deleted, Failure);

    private IActionResult Deleted(DeletedRooms deleted) =>
        Ok(new DeletedRoomsAnswer("Rooms deleted", [.. deleted.Names.Select(name => name.Value)]));

    private async Task<IActionResult> ListAllAsync(
        RoomView view,
        RoomPosition? after,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ListAllRooms(after, view.Parts), ct)).Match(
            all => new StreamedItems<RoomAnswer>(all.Rooms.Select(view.Of), StreamedForm.Array),
            Failure
        );

    private async Task<IActionResult> ListPageAsync(
        RoomView view,
        PageSize size,
        RoomPosition? after,
        CancellationToken ct
    ) =>
        (await Mediator.Send(new ListRooms(size, after), ct)).Match(
            page => Page(page, view),
            Failure
        );

    private OkObjectResult Page(RoomPage page, RoomView view)
    {
        if (page.Next is { } next)
            Response.Headers[NextPageHeader] = next.Text;
        return Ok(page.Rooms.Select(room => view.Of(RoomExcerpt.Of(room))));
    }
}

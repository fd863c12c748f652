using FluentValidation;
using OpenViduMeet.Application.Paging;

namespace OpenViduMeet.Application.Rooms;

internal sealed class ListRoomsValidator : AbstractValidator<ListRooms>
{
    public ListRoomsValidator()
    {
        RuleFor(request => request.MaxItems).InclusiveBetween(1, PageToken.MaxPageSize);
        RuleFor(request => request.NextPageToken)
            .Must(token => token is null || RoomPage.TryReadToken(token, out _))
            .WithMessage(PageToken.Fault);
    }
}

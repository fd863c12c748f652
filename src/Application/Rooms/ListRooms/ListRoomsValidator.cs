using FluentValidation;

namespace OpenViduMeet.Application.Rooms;

internal sealed class ListRoomsValidator : AbstractValidator<ListRooms>
{
    private const int MaxPageSize = 100;

    public ListRoomsValidator()
    {
        RuleFor(request => request.MaxItems).InclusiveBetween(1, MaxPageSize);
        RuleFor(request => request.NextPageToken)
            .Must(token => token is null || RoomPage.TryReadToken(token, out _))
            .WithMessage("Must be a token from a page before.");
    }
}

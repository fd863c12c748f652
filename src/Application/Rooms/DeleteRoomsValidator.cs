using FluentValidation;

namespace OpenViduMeet.Application.Rooms;

internal sealed class DeleteRoomsValidator : AbstractValidator<DeleteRooms>
{
    private const int MaxRooms = 100;

    public DeleteRoomsValidator() =>
        RuleFor(request => request.RoomNames)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .Must(names => names!.Count <= MaxRooms && !names.Any(string.IsNullOrWhiteSpace))
            .WithMessage($"Must name 1 to {MaxRooms} rooms.");
}

using FluentValidation;

namespace OpenViduMeet.Application.Rooms;

internal sealed class UpdateRoomValidator : AbstractValidator<UpdateRoom>
{
    public UpdateRoomValidator() => RuleFor(request => request.Preferences).NotNull();
}

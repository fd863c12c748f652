using FluentValidation;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Application.Rooms;

internal sealed class CreateRoomValidator : AbstractValidator<CreateRoom>
{
    public CreateRoomValidator(TimeProvider clock)
    {
        RuleFor(request => request.ExpirationDate)
            .Cascade(CascadeMode.Stop)
            .NotNull()
            .Must(date => date > clock.GetUtcNow().ToUnixTimeMilliseconds())
            .WithMessage("Must be in the future.")
            .LessThanOrEqualTo(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        RuleFor(request => request.RoomNamePrefix).MaximumLength(RoomNamePrefix.MaxLength);
        RuleFor(request => request.MaxParticipants).GreaterThan(0);
    }
}

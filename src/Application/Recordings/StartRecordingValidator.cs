using FluentValidation;

namespace OpenViduMeet.Application.Recordings;

internal sealed class StartRecordingValidator : AbstractValidator<StartRecording>
{
    public StartRecordingValidator() => RuleFor(request => request.RoomId).NotEmpty();
}

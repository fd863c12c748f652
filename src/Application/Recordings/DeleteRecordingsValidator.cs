using FluentValidation;

namespace OpenViduMeet.Application.Recordings;

internal sealed class DeleteRecordingsValidator : AbstractValidator<DeleteRecordings>
{
    private const int MaxRecordings = 100;

    public DeleteRecordingsValidator() =>
        RuleFor(request => request.RecordingIds)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .Must(ids => ids.Count <= MaxRecordings)
            .WithMessage($"Must name {MaxRecordings} recordings at the most.");
}

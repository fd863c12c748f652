using FluentValidation;
using OpenViduMeet.Application.Paging;

namespace OpenViduMeet.Application.Recordings;

internal sealed class ListRecordingsValidator : AbstractValidator<ListRecordings>
{
    public ListRecordingsValidator()
    {
        RuleFor(request => request.MaxItems).InclusiveBetween(1, PageToken.MaxPageSize);
        RuleFor(request => request.NextPageToken)
            .Must(token => token is null || RecordingPage.TryReadToken(token, out _))
            .WithMessage(PageToken.Fault);
    }
}

using FluentValidation;

namespace OpenViduMeet.Application.Access;

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    private const int MinLength = 4;
    private const int MaxLength = 256;

    public SignInValidator()
    {
        RuleFor(request => request.Username)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .Length(MinLength, MaxLength);
        RuleFor(request => request.Password)
            .Cascade(CascadeMode.Stop)
            .NotEmpty()
            .Length(MinLength, MaxLength);
    }
}

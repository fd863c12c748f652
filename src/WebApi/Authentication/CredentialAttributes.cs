using Microsoft.AspNetCore.Authorization;

namespace OpenViduMeet.WebApi.Authentication;

/// <summary>One of these credentials must be good: otherwise 401, before anything is read.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequireCredentialAttribute : AuthorizeAttribute
{
    public RequireCredentialAttribute(params string[] schemes)
    {
        Schemes = schemes;
        AuthenticationSchemes = string.Join(',', schemes);
    }

    public string[] Schemes { get; }
}

/// <summary>These credentials count where they are good; whether one is needed the use case decides.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AcceptCredentialAttribute : AuthorizeAttribute
{
    public const string AnybodyPolicy = "Anybody";

    public AcceptCredentialAttribute(params string[] schemes)
        : base(AnybodyPolicy)
    {
        Schemes = schemes;
        AuthenticationSchemes = string.Join(',', schemes);
    }

    public string[] Schemes { get; }
}

using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Admission;
using OpenViduMeet.Domain.Audit;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Results;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Webhooks;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>Makes the ports that use cases call first throw, once the server has started.</summary>
internal sealed class FailingPorts
{
    /// <summary>The exception to throw, or <see langword="null"/> for none.</summary>
    public Exception? Thrown { get; set; }

    /// <summary>The error to return in place of the exception if a port returns a result with a value.</summary>
    public Error? Returned { get; set; }

    public void Wrap(IServiceCollection services)
    {
        Wrap<IAccessGrants>(services);
        Wrap<IUserDirectory>(services);
        Wrap<ISignInSessionRepository>(services);
        Wrap<IPreferencesRepository>(services);
        Wrap<ISecurityPreferencesReader>(services);
        Wrap<IAdmissionRulesReader>(services);
        Wrap<IRoomRepository>(services);
        Wrap<IRecordingRepository>(services);
        Wrap<IPlayableRecordings>(services);
        Wrap<IRecordingLinkRepository>(services);
        Wrap<ILinkViewings>(services);
        Wrap<IMeetingServer>(services);
        Wrap<IWebhookOutbox>(services);
        Wrap<IAuditLog>(services);
        Wrap<IWebhookSecrets>(services);
        Wrap<IApiKeyRepository>(services);
    }

    private void Wrap<T>(IServiceCollection services)
        where T : class
    {
        var real = services.Single(service => service.ServiceType == typeof(T));
        object Make(IServiceProvider provider)
        {
            var port = DispatchProxy.Create<T, FailingPort>();
            ((FailingPort)(object)port).Begin(
                this,
                real.ImplementationFactory?.Invoke(provider)
                    ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!)
            );
            return port;
        }

        services.Replace(ServiceDescriptor.Describe(typeof(T), Make, real.Lifetime));
    }
}

/// <summary>A proxy for one port. It is not sealed, because the runtime derives from it.</summary>
public class FailingPort : DispatchProxy
{
    private FailingPorts _failure = null!;
    private object _real = null!;

    internal void Begin(FailingPorts failure, object real) => (_failure, _real) = (failure, real);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _failure.Returned is { } error && FailureOf(targetMethod!.ReturnType, error) is { } failed
            ? failed
        : _failure.Thrown is { } thrown ? throw thrown
        : targetMethod!.Invoke(_real, args);

    private static object? FailureOf(Type task, Error error)
    {
        if (
            task.GenericTypeArguments is not [{ IsGenericType: true } result]
            || result.GetGenericTypeDefinition() != typeof(Result<>)
        )
            return null;
        var failure = result.GetMethod("Failure")!.Invoke(null, [error]);
        return typeof(Task)
            .GetMethod(nameof(Task.FromResult))!
            .MakeGenericMethod(result)
            .Invoke(null, [failure]);
    }
}

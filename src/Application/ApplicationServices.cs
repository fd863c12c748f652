using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OpenViduMeet.Application.Meetings;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Pipeline;
using OpenViduMeet.Application.RecordingLinks;
using OpenViduMeet.Application.Recordings;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Application.Telemetry;
using OpenViduMeet.Application.Work;
using OpenViduMeet.Domain.Audit;

namespace OpenViduMeet.Application;

public static class ApplicationServices
{
    /// <summary>Adds the use cases and their pipeline: logging, the audit log, the limit of wrong guesses, and authorization, in this order.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(OutcomeLogging<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Auditing<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(GuessLimit<,>));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Authorization<,>));
        services
            .AddSingleton<IndependentWork>()
            .AddSingleton<UseCaseMetrics>()
            .AddSingleton<MeetingMetrics>()
            .AddSingleton<UnknownRooms>()
            .AddSingleton<LinkViewingEntries>()
            .AddScoped<CurrentGuess>()
            .AddScoped<AuditTrail>()
            .AddScoped<CallerPermissions>()
            .AddScoped<RoomAdmission>()
            .AddScoped<ParticipantRemoval>()
            .AddScoped<RoomRemoval>()
            .AddScoped<RecordingProgress>()
            .AddScoped<RecordingPlayer>()
            .AddScoped<RecordingRemoval>()
            .AddScoped<RecordingLaunch>()
            .AddScoped<UnknownEgresses>()
            .AddScoped<RecordingReconciliation>();
        return services.AddHandlers();
    }

    private static IServiceCollection AddHandlers(this IServiceCollection services)
    {
        foreach (var handler in Assembly.GetExecutingAssembly().GetTypes())
        {
            foreach (var contract in handler.GetInterfaces().Where(IsHandlerContract))
                services.AddScoped(contract, handler);
        }

        return services;
    }

    private static bool IsHandlerContract(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>);
}

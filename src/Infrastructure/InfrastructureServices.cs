using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Meetings;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Preferences;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure.Access;
using OpenViduMeet.Infrastructure.Meetings;
using OpenViduMeet.Infrastructure.Meetings.Embedded;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Persistence.Repositories;
using OpenViduMeet.Infrastructure.Recordings;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.Infrastructure.Tokens;

namespace OpenViduMeet.Infrastructure;

public static class InfrastructureServices
{
    /// <summary>The adapters behind Domain's ports, as the settings choose them. Faults stay with the reader.</summary>
    public static IServiceCollection AddInfrastructure(
        this IServiceCollection services,
        SettingsReader settings
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        var liveKit = LiveKitOptions.Read(settings);
        services.AddSingleton(liveKit);
        services.AddSingleton(TokenOptions.Read(settings, liveKit));
        services.AddSingleton(StorageOptions.Read(settings));
        services.AddSingleton(UserOptions.Read(settings));
        return services.AddTokens().AddEmbeddedMeetingServer().AddStorage();
    }

    private static IServiceCollection AddTokens(this IServiceCollection services) =>
        services
            .AddSingleton<SigningKeys>()
            .AddSingleton<TokenValidation>()
            .AddSingleton<IUserDirectory, ConfiguredUserDirectory>()
            .AddSingleton<IUserTokens, UserTokenIssuer>()
            .AddSingleton<ParticipantTokenIssuer>();

    private static IServiceCollection AddEmbeddedMeetingServer(this IServiceCollection services) =>
        services
            .AddSingleton<EmbeddedMeetingServer>()
            .AddSingleton<IMeetingServer>(provider =>
                provider.GetRequiredService<EmbeddedMeetingServer>()
            )
            .AddSingleton<IParticipantTokens>(provider => new AdmittingTokenIssuer(
                provider.GetRequiredService<ParticipantTokenIssuer>(),
                provider.GetRequiredService<EmbeddedMeetingServer>(),
                provider.GetRequiredService<TimeProvider>()
            ));

    private static IServiceCollection AddStorage(this IServiceCollection services) =>
        services
            .AddDbContextPool<MeetDbContext>(
                (provider, builder) =>
                    MeetDatabase.Configure(
                        builder,
                        provider.GetRequiredService<StorageOptions>().DatabaseFile
                    )
            )
            .AddScoped<IRoomRepository, RoomRepository>()
            .AddScoped<IRecordingRepository, RecordingRepository>()
            .AddScoped<IParticipantNameHolds, ParticipantNameHolds>()
            .AddScoped<ISignInSessionRepository, SignInSessionRepository>()
            .AddScoped<IPreferencesRepository, PreferencesRepository>()
            .AddSingleton<IRecordingStore, FileRecordingStore>();
}

using OpenViduMeet.Application;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.LiveKit;
using OpenViduMeet.Infrastructure.Persistence;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Commands;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;

WebApplicationBuilder builder;
try
{
    builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
    );
    var settings = new SettingsReader(builder.Configuration, builder.Environment.IsDevelopment());
    builder.Services.AddApplication().AddInfrastructure(settings);
    builder.AddWebApi(settings);
    settings.ThrowIfFaulty();
}
catch (Exception failed) when (StartFault.Of(failed) is { } fault)
{
    return await StartFault.RefuseAsync(fault);
}

var app = builder.Build();
app.UseForwardedHeaders();
app.UsePrivateAnswers();
app.UseRequestTime();
app.UseExceptionHandler(_ => { });
app.UseStatusCodePages(ErrorMapper.WriteAsync);
app.UseMiddleware<BodyDeadline>();
if (app.Services.GetRequiredService<LiveKitOptions>().Url is null)
    app.UseNoMeetingPage();
var spa = app.Services.GetRequiredService<SpaOptions>().Directory;
if (spa is null)
    app.UsePages();
else
    app.UseSpa(spa);
app.UseMissingWebComponent(spa);
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();
var endpoints = app.MapClosed();
endpoints.MapControllers();
endpoints.MapLiveKitEvents();
endpoints.MapHealth();
app.MapOpenApi(endpoints);

var exitCode = new ExitCode(app.Services);
Room? demoRoom = null;
try
{
    if (args is [ImportCommand.Name])
    {
        await InfrastructureStart.PrepareAsync(app.Services, CancellationToken.None);
        var imported = await ImportCommand.RunAsync(
            app.Services,
            Console.Out,
            CancellationToken.None
        );
        await MeetDatabase.CloseAsync(app.Services);
        return imported;
    }

    ListenAddresses.ThrowIfUnusable(app.Configuration[WebHostDefaults.ServerUrlsKey]);
    await InfrastructureStart.PrepareAsync(app.Services, CancellationToken.None);
    await InfrastructureStart.EnsureUsersAsync(app.Services, CancellationToken.None);
    if (app.Services.GetRequiredService<ServerOptions>().ImportOnStart)
        await ImportCommand.RunAsync(app.Services, Console.Out, CancellationToken.None);
    if (app.Environment.IsDevelopment())
    {
        await using var scope = app.Services.CreateAsyncScope();
        demoRoom = await scope
            .ServiceProvider.GetRequiredService<DemoData>()
            .EnsureAsync(CancellationToken.None);
    }

    await app.StartAsync();
}
catch (Exception failed) when (StartFault.Of(failed) is { } fault)
{
    return await StartFault.RefuseAsync(fault);
}

StartMessage.Print(app, demoRoom);
await app.WaitForShutdownAsync();
return exitCode.Value;

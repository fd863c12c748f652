using OpenViduMeet.Application;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi;
using OpenViduMeet.WebApi.Commands;
using OpenViduMeet.WebApi.Demo;
using OpenViduMeet.WebApi.Errors;
using OpenViduMeet.WebApi.Limits;
using OpenViduMeet.WebApi.OpenApi;
using OpenViduMeet.WebApi.Pages;
using OpenViduMeet.WebApi.Settings;
using OpenViduMeet.WebApi.Spa;
using OpenViduMeet.WebApi.Webhooks;

var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);

var settings = new SettingsReader(builder.Configuration, builder.Environment.IsDevelopment());
builder.Services.AddApplication().AddInfrastructure(settings);
builder.AddWebApi(settings);
try
{
    settings.ThrowIfFaulty();
}
catch (SettingsException faults)
{
    await Console.Error.WriteLineAsync(faults.Message);
    return 1;
}

var app = builder.Build();
app.UseForwardedHeaders();
app.UsePrivateAnswers();
app.UseExceptionHandler(_ => { });
app.UseStatusCodePages(BareStatusErrors.WriteAsync);
app.UseMiddleware<BodyDeadline>();
if (app.Services.GetRequiredService<SpaOptions>().Directory is { } spa)
    app.UseSpa(spa);
else
    app.UsePages();
app.UseCors();
app.UseAuthentication();
app.UseAuthorization();
app.MapControllers();
app.MapOpenApi();
app.MapLiveKitWebhook();
app.MapHealth();

await InfrastructureStart.PrepareAsync(app.Services, CancellationToken.None);
if (args is [ImportCommand.Name])
    return await ImportCommand.RunAsync(app.Services, Console.Out, CancellationToken.None);
await InfrastructureStart.EnsureUsersAsync(app.Services, CancellationToken.None);
if (app.Services.GetRequiredService<ServerOptions>().ImportOnStart)
    await ImportCommand.RunAsync(app.Services, Console.Out, CancellationToken.None);

Room? demoRoom = null;
if (app.Environment.IsDevelopment())
{
    await using var scope = app.Services.CreateAsyncScope();
    demoRoom = await scope
        .ServiceProvider.GetRequiredService<DemoData>()
        .EnsureAsync(CancellationToken.None);
}

await app.StartAsync();
StartMessage.Print(app, demoRoom);
await app.WaitForShutdownAsync();
return 0;

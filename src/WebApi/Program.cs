using OpenViduMeet.Application;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi;
using OpenViduMeet.WebApi.Commands;

var parsed = CommandLine.Parse(args);
if (parsed.IsFailure)
    return await StartFault.RefuseAsync(parsed.Error.Message);

var commandLine = parsed.Value;
if (commandLine.IsHelp)
{
    await Console.Out.WriteLineAsync(CommandLine.Help);
    return 0;
}

WebApplication app;
ExitCode exitCode;
Room? demoRoom;
try
{
    app = Build(args);
    app.Services.ValidateSettings();
    if (commandLine.Command is { } command)
        return await command.RunAsync(app.Services, Console.Out, CancellationToken.None);

    app.UseWebApi();
    exitCode = new ExitCode(app.Services);
    demoRoom = await ServerStart.PrepareAsync(app, CancellationToken.None);
    await app.StartAsync();
}
catch (Exception failed) when (StartFault.Of(failed) is { } fault)
{
    return await StartFault.RefuseAsync(fault);
}

StartMessage.Print(app, demoRoom);
await app.WaitForShutdownAsync();
return exitCode.Value;

static WebApplication Build(string[] args)
{
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
    );
    var settings = new MeetSettings(builder.Configuration, builder.Environment.IsDevelopment());
    builder.Services.AddApplication().AddInfrastructure(settings);
    builder.AddWebApi(settings);
    return builder.Build();
}

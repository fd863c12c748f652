using OpenViduMeet.Application;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Settings;
using OpenViduMeet.WebApi;
using OpenViduMeet.WebApi.Commands;
using OpenViduMeet.WebApi.Stopping;

var parsed = CommandLine.Parse(args);
if (parsed.IsFailure)
    return await StartFault.RefuseAsync(parsed.Error.Message);

var commandLine = parsed.Value;
if (commandLine.Print is { } text)
{
    await Console.Out.WriteLineAsync(text);
    return 0;
}

using var signals = new StopSignals();
try
{
    await using var app = Build([.. commandLine.Settings], commandLine.Command);
    if (commandLine.Command is not { RunsWithInvalidSettings: true })
        app.Services.ValidateSettings();
    return commandLine.Command is { } command
        ? await RunAsync(command, app, commandLine.Arguments, signals)
        : await ServeAsync(app, signals);
}
catch (Exception failed) when (StartFault.Of(failed) is { } fault)
{
    return await StartFault.RefuseAsync(fault);
}

static WebApplication Build(string[] args, Command? command)
{
    var builder = WebApplication.CreateBuilder(
        new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
    );
    var settings = new MeetSettings(builder.Configuration, builder.Environment.IsDevelopment());
    builder.Services.AddApplication().AddInfrastructure(settings);
    builder.AddWebApi(settings);
    command?.Prepare(builder);
    return builder.Build();
}

static async Task<int> RunAsync(
    Command command,
    WebApplication app,
    CommandArguments arguments,
    StopSignals signals
)
{
    var stop = signals.CancelCommand();
    try
    {
        return await command.RunAsync(app.Services, arguments, Console.Out, stop);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        return await StartFault.RefuseAsync($"{command.Name} was stopped before it was done");
    }
}

static async Task<int> ServeAsync(WebApplication app, StopSignals signals)
{
    signals.Stop(app.Lifetime);
    var exitCode = new ExitCode(app.Services);
    await ServerStart.RunAsync(app);
    await ActivatorUtilities.CreateInstance<ServerStop>(app.Services, app, signals).RunAsync();
    return exitCode.Value;
}

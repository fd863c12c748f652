using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.Domain.Security;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Binding;

namespace OpenViduMeet.WebApi.FunctionalTests.Binding;

/// <summary>Values are read from the path wherever they stand in it.</summary>
public sealed class PathValueTests
{
    private WebApplication _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder
            .Services.AddSingleton(Mock.Of<IGuessLimits>())
            .AddSingleton(Mock.Of<IClientAddress>())
            .AddControllers(BindingSetup.AddBinding)
            .AddApplicationPart(typeof(NamesController).Assembly);
        _app = builder.Build();
        _app.MapControllers();
        await _app.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase("/names/daily-abc/of/Alice/shown", "daily-abc|Alice")]
    [TestCase("/names/daily-abc/of/Alice/shown/", "daily-abc|Alice")]
    [TestCase("/names/daily-abc/of/Bob%2FRob/shown?a=/b/c", "daily-abc|Bob/Rob")]
    [TestCase("/names/daily-abc/of/Bob%252FRob/shown", "daily-abc|Bob%2FRob")]
    [TestCase("/names/daily-abc/of/Zo%C3%AB%20%2f%20%E5%90%8D/shown", "daily-abc|Zoë / 名")]
    [TestCase("/names/daily-abc/of/a%07b/shown", "daily-abc|none")]
    [TestCase("/names/no--room/of/Alice/shown", "none|Alice")]
    [TestCase("/names/a%2Fb/of/Alice/shown", "none|Alice")]
    public async Task A_value_is_decoded_and_a_text_that_cannot_be_parsed_names_nothing(
        string target,
        string expected
    )
    {
        using var browser = new Browser(new Uri(_app.Urls.Single()));
        using var answer = await browser.GetAsync(target);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(expected));
    }
}

/// <summary>Shows the values that it is given.</summary>
[ApiController]
[Route("names")]
public sealed class NamesController : ControllerBase
{
    [HttpGet("{room}/of/{participant}/shown")]
    public IActionResult Show(RoomName? room, ParticipantName? participant) =>
        Content($"{room?.Value ?? "none"}|{participant?.Value ?? "none"}");
}

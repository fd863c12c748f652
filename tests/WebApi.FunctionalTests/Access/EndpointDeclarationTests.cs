using System.Net;
using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Routing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Authentication;
using OpenViduMeet.WebApi.Controllers;

namespace OpenViduMeet.WebApi.FunctionalTests.Access;

/// <summary>Every endpoint declares which credentials it accepts.</summary>
public sealed class EndpointDeclarationTests
{
    [Test]
    public void Every_action_declares_the_credentials_that_it_accepts()
    {
        var actions = typeof(MeetController)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(MeetController)))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<HttpMethodAttribute>().Any())
            .ToArray();

        Assert.That(actions, Is.Not.Empty);
        Assert.That(
            actions.Where(action => action.GetCustomAttribute<AcceptsAttribute>() is null),
            Is.Empty
        );
    }

    [Test]
    public async Task Every_endpoint_declares_the_credentials_that_it_accepts()
    {
        await using var meet = new MeetApiFactory();
        var endpoints = meet.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.That(endpoints, Is.Not.Empty);
        Assert.That(
            endpoints
                .Where(endpoint => endpoint.Metadata.GetMetadata<AcceptsAttribute>() is null)
                .Select(endpoint => endpoint.DisplayName),
            Is.Empty
        );
    }

    [Test]
    public async Task No_endpoint_is_exempt_from_authorization()
    {
        await using var meet = new MeetApiFactory();
        var endpoints = meet.Services.GetRequiredService<EndpointDataSource>().Endpoints;

        Assert.That(
            endpoints.Where(endpoint =>
                endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ),
            Is.Empty
        );
    }

    [Test]
    public async Task An_endpoint_without_a_declaration_refuses_every_request()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        EndpointPolicies.Add(builder.Services.AddAuthorizationBuilder());
        builder
            .Services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, NoAuthentication>(
                nameof(Credential.AccessToken),
                null
            );
        await using var app = builder.Build();
        app.UseAuthorization();
        var endpoints = app.MapDenyByDefault();
        endpoints.MapGet("/open", () => "open").WithMetadata(new AcceptsAttribute(Credential.None));
        endpoints.MapGet("/forgotten", () => "open");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var open = await client.GetAsync(new Uri("/open", UriKind.Relative));
        using var forgotten = await client.GetAsync(new Uri("/forgotten", UriKind.Relative));
        using var unknown = await client.GetAsync(new Uri("/unknown", UriKind.Relative));

        Assert.That(open.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(forgotten.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private sealed class NoAuthentication(
        IOptionsMonitor<AuthenticationSchemeOptions> options,
        ILoggerFactory logger,
        UrlEncoder encoder
    ) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.NoResult());
    }
}

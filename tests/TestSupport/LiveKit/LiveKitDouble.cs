using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OpenViduMeet.TestSupport.LiveKit;

/// <summary>
/// A LiveKit server with the calls that the backend makes: real HTTP on a free loopback port, with answers as a real server gave
/// them. A test can stop it, start it again, and make it misbehave.
/// </summary>
public sealed class LiveKitDouble : LoopbackServer
{
    private readonly LiveKitCredentials _credentials;
    private readonly List<LiveKitCall> _calls = [];
    private readonly List<PlannedFault> _faults = [];
    private readonly Lock _lock = new();
    private int _connections;

    private LiveKitDouble(string apiKey, string apiSecret) =>
        _credentials = new LiveKitCredentials(apiKey, apiSecret);

    public Uri Url => Address;

    /// <summary>The rooms, the participants and the egresses.</summary>
    public LiveKitState State { get; } = new();

    /// <summary>The duration of a slow answer (<see cref="LiveKitFault.Slow"/>).</summary>
    public TimeSpan Slowness { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How far the clock is ahead, as the header Date of answers tells.</summary>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Receives the events of rooms that the backend opens, before their opening is answered; <see langword="null"/> for nobody.</summary>
    public Func<JsonObject, Task>? Notify { get; set; }

    /// <summary>The number of connections since the start. It is less than the number of calls if connections are reused.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>All received calls, in order.</summary>
    public IReadOnlyList<LiveKitCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>The names of the called methods, in order.</summary>
    public IReadOnlyList<string> CalledMethods => [.. Calls.Select(call => call.Method)];

    public static async Task<LiveKitDouble> StartAsync(
        string apiKey = MeetApiFactory.LiveKitApiKey,
        string apiSecret = MeetApiFactory.LiveKitApiSecret
    )
    {
        var liveKit = new LiveKitDouble(apiKey, apiSecret);
        await liveKit.StartAgainAsync();
        return liveKit;
    }

    /// <inheritdoc cref="LiveKitCredentials.Refresh"/>
    public string Refresh(string joinedWith, string metadata, DateTimeOffset now) =>
        _credentials.Refresh(joinedWith, metadata, now);

    public void ForgetCalls()
    {
        lock (_lock)
            _calls.Clear();
    }

    /// <summary>Answers calls with a fault from now on.</summary>
    /// <param name="method">The method whose calls fail (<c>validate</c> for the question whether somebody may join), or <see langword="null"/> for all methods.</param>
    /// <param name="times">The number of calls that fail.</param>
    public void InjectFault(LiveKitFault fault, string? method = null, int times = int.MaxValue)
    {
        lock (_lock)
            _faults.Add(new PlannedFault(fault, method) { Left = times });
    }

    public void Behave()
    {
        lock (_lock)
            _faults.Clear();
    }

    protected override void Configure(WebApplication app)
    {
        app.Use(
            (http, next) =>
            {
                if (ClockSkew != TimeSpan.Zero)
                    http.Response.Headers.Date = (
                        TimeProvider.System.GetUtcNow() + ClockSkew
                    ).ToString("R", CultureInfo.InvariantCulture);
                return next(http);
            }
        );
        app.MapPost("/twirp/{service}/{method}", AnswerAsync);
        app.MapGet("/rtc/validate", ValidateJoinAsync);
    }

    protected override void Configure(ListenOptions listener) =>
        listener.Use(next =>
            connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            }
        );

    private async Task AnswerAsync(string service, string method, HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        var authorization = http.Request.Headers.Authorization.ToString();
        var request = Parse(text);
        lock (_lock)
            _calls.Add(
                new LiveKitCall(method, request ?? [], LiveKitCredentials.ClaimsIn(authorization))
            );

        var fault = TakeFault(method);
        if (
            fault is not null and not LiveKitFault.DropAfterWork
            && await FailAsync(http, fault.Value)
        )
            return;

        var answer = Work($"{service}/{method}", request, authorization);
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay, http.RequestAborted);
        if (method == "CreateRoom" && answer.Status == HttpStatusCode.OK && Notify is { } notify)
            await notify(
                LiveKitWebhooks.RoomStarted(request!.Text("name"), request!.Text("metadata"))
            );
        if (fault == LiveKitFault.DropAfterWork)
            http.Abort();
        else
            await WriteAsync(http, answer.Status, answer.Body, answer.ContentType);
    }

    /// <summary>Says whether the token lets somebody join, and opens no room.</summary>
    private async Task ValidateJoinAsync(HttpContext http)
    {
        if (TakeFault("validate") is { } fault && await FailAsync(http, fault))
            return;

        var authorization = http.Request.Headers.Authorization.ToString();
        if (!_credentials.Accepts(authorization, out var token))
        {
            var refused = LiveKitAnswer.RefusedToken(token);
            await WriteAsync(http, refused.Status, refused.Body, refused.ContentType);
            return;
        }

        var room = LiveKitCredentials.ClaimsIn(authorization)["video"]!["room"]!.GetValue<string>();
        var isLetIn = State.OpensRoomsOnJoin || State.Rooms.Any(open => open.Name == room);
        await WriteAsync(
            http,
            isLetIn ? HttpStatusCode.OK : HttpStatusCode.NotFound,
            isLetIn ? "success" : "requested room does not exist\n",
            "text/plain; charset=utf-8"
        );
    }

    private LiveKitAnswer Work(string method, JsonObject? request, string authorization)
    {
        if (LiveKitMethods.Find(method) is not { } known)
            return LiveKitAnswer.Error(HttpStatusCode.NotFound, "bad_route", "no handler for path");
        if (!_credentials.Accepts(authorization, out var refusedToken))
            return LiveKitAnswer.RefusedToken(refusedToken);
        if (request is null)
            return LiveKitAnswer.Error(
                HttpStatusCode.BadRequest,
                "malformed",
                "the json request could not be decoded"
            );
        return LiveKitCredentials.Grants(authorization, known.Grant, request.Text("room"))
            ? known.Answer(State, request)
            : LiveKitAnswer.Error(
                HttpStatusCode.Unauthorized,
                "unauthenticated",
                "permissions denied"
            );
    }

    private LiveKitFault? TakeFault(string method)
    {
        lock (_lock)
        {
            var planned = _faults.Find(fault =>
                fault.Left > 0 && (fault.Method is null || fault.Method == method)
            );
            if (planned is null)
                return null;
            planned.Left--;
            return planned.Fault;
        }
    }

    /// <returns>Whether the call has been answered.</returns>
    private async Task<bool> FailAsync(HttpContext http, LiveKitFault fault)
    {
        switch (fault)
        {
            case LiveKitFault.Slow:
                await Task.Delay(Slowness, http.RequestAborted);
                return false;
            case LiveKitFault.Stall:
                await Task.Delay(Timeout.Infinite, http.RequestAborted)
                    .ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            case LiveKitFault.DropConnection:
                http.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()
                    ?.Abort();
                return true;
            case LiveKitFault.Garbage:
                await WriteAsync(
                    http,
                    HttpStatusCode.OK,
                    "<html>not what you asked for</html>",
                    "text/html"
                );
                return true;
            case LiveKitFault.Nowhere:
                await WriteAsync(http, HttpStatusCode.NotFound, "404 page not found", "text/plain");
                return true;
            default:
                var error = LiveKitAnswer.Error(
                    HttpStatusCode.InternalServerError,
                    "internal",
                    "internal error"
                );
                await WriteAsync(http, error.Status, error.Body, error.ContentType);
                return true;
        }
    }

    private static async Task WriteAsync(
        HttpContext http,
        HttpStatusCode status,
        string body,
        string contentType
    )
    {
        http.Response.StatusCode = (int)status;
        http.Response.ContentType = contentType;
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted);
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private sealed record PlannedFault(LiveKitFault Fault, string? Method)
    {
        public int Left { get; set; }
    }
}

/// <param name="Request">The request as it was sent.</param>
/// <param name="Claims">The claims of the token sent with it; empty without a token.</param>
public sealed record LiveKitCall(string Method, JsonObject Request, JsonObject Claims);

public enum LiveKitFault
{
    /// <summary>Answers correctly, but late.</summary>
    Slow,

    /// <summary>Never answers.</summary>
    Stall,

    /// <summary>Does nothing and closes the connection.</summary>
    DropConnection,

    /// <summary>Does the work and closes the connection without an answer.</summary>
    DropAfterWork,

    /// <summary>Answers 500.</summary>
    InternalError,

    /// <summary>Answers 200 with a body that is not JSON.</summary>
    Garbage,

    /// <summary>Answers as a server that is not LiveKit: a bare 404.</summary>
    Nowhere,
}

using OpenViduMeet.Domain.Access;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Recordings;
using OpenViduMeet.Domain.Recordings.Links;
using OpenViduMeet.Domain.Rooms;
using OpenViduMeet.TestSupport;
using OpenViduMeet.WebApi.Routing;

namespace OpenViduMeet.WebApi.FunctionalTests.Conformance;

/// <summary>Every documented answer that a test can get, operation by operation.</summary>
internal static class AllCases
{
    private const string Bob = "Bob";
    private const string DemoRecording = "demo--EG_demo--clock";
    private const string Stream = $"/recordings/{DemoRecording}/stream";
    private const string NoRoom = "nowhere";
    private const string Secrets = "/preferences/webhooks/secrets";
    private const string Nobody = "http://127.0.0.1:9/";
    private const string NoRecording = "nowhere--EG_none--none";

    public static readonly IReadOnlyList<OperationCases> Operations =
    [
        new("signIn", 200, _ => Ready(SignIn("admin")))
        {
            [404] = _ => Ready(SignIn("wrong")),
            [AccessErrors.TooManySignIns] = _ => Ready(SignIn("admin")),
            [422] = _ => Ready(SignIn("")),
            [429] = async meet =>
            {
                var wrong = SignIn("wrong");
                await meet.GuessWrongAsync(
                    HttpMethod.Post,
                    $"{ApiPaths.Public}{wrong.Path}",
                    wrong.Body
                );
                return wrong;
            },
        },
        new("signOut", 200, async meet => new("/auth/logout", As: await meet.SignInAsync("admin"))),
        new("getSignInMethods", 200, _ => Ready(new("/auth/oidc"))),
        new("getProfile", 200, meet => Ready(new("/auth/profile", As: meet.Admin))),
        new("createApiKey", 200, meet => Ready(NewKey("rooms", meet.Admin)))
        {
            [403] = meet => Ready(NewKey("rooms", meet.User)),
            [409] = async meet =>
            {
                await meet.CreateAllApiKeysAsync();
                return NewKey("rooms", meet.Admin);
            },
            [422] = meet => Ready(NewKey("everything", meet.Admin)),
        },
        new("listAuditEntries", 200, meet => Ready(new("/audit", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/audit", As: meet.User)),
            [422] = meet => Ready(new("/audit?from=never", As: meet.Admin)),
        },
        new("exportAuditLog", 200, meet => Ready(new("/audit/export", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/audit/export", As: meet.User)),
            [422] = meet => Ready(new("/audit/export?to=-1", As: meet.Admin)),
        },
        new("examineInstallation", 200, meet => Ready(new("/doctor", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/doctor", As: meet.User)),
            // A failing port is a finding, so only the sign-in can fail: of a session that the server has not seen yet.
            [500] = DoctorOfNewSession,
            [503] = DoctorOfNewSession,
        },
        new("listApiKeys", 200, meet => Ready(new("/api-keys", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/api-keys", As: meet.User)),
        },
        new(
            "deleteApiKey",
            204,
            async meet => new($"/api-keys/{await meet.CreateApiKeyAsync()}", As: meet.Admin)
        )
        {
            [403] = meet => Ready(new("/api-keys/MEET_API_KEY", As: meet.User)),
            [404] = meet => Ready(new("/api-keys/0123456789abcdef", As: meet.Admin)),
            [409] = meet => Ready(new("/api-keys/MEET_API_KEY", As: meet.Admin)),
        },
        new("createWebhookSecret", 200, meet => Ready(new(Secrets, As: meet.Admin)))
        {
            [403] = meet => Ready(new(Secrets, As: meet.User)),
            [409] = async meet =>
            {
                await meet.CreateWebhookSecretAsync();
                return new(Secrets, As: meet.Admin);
            },
        },
        new("listWebhookSecrets", 200, meet => Ready(new(Secrets, As: meet.Admin)))
        {
            [403] = meet => Ready(new(Secrets, As: meet.User)),
        },
        new(
            "retireWebhookSecret",
            204,
            async meet => new($"{Secrets}/{await meet.CreateWebhookSecretAsync()}", As: meet.Admin)
        )
        {
            [403] = meet => Ready(new($"{Secrets}/MEET_API_KEY", As: meet.User)),
            [404] = meet => Ready(new($"{Secrets}/0123456789abcdef", As: meet.Admin)),
            [409] = meet => Ready(new($"{Secrets}/MEET_API_KEY", As: meet.Admin)),
        },
        new("renewSession", 200, async meet => Renew(await meet.SignInAsync("admin")))
        {
            [400] = _ => Ready(Renew(As: null)),
            [403] = meet => Ready(Renew(meet.RefreshTokenOfNobody())),
        },
        new("getSecurityPreferences", 200, _ => Ready(new("/preferences/security"))),
        new("updateSecurityPreferences", 200, meet => Ready(Prefer("none", meet.Admin)))
        {
            [403] = meet => Ready(Prefer("none", meet.User)),
            [422] = meet => Ready(Prefer("sometimes", meet.Admin)),
        },
        new(
            "getWebhookPreferences",
            200,
            meet => Ready(new("/preferences/webhooks", As: meet.Admin))
        )
        {
            [403] = meet => Ready(new("/preferences/webhooks", As: meet.User)),
        },
        new("updateWebhookPreferences", 200, meet => Ready(Tell(Nobody, meet.Admin)))
        {
            [403] = meet => Ready(Tell(Nobody, meet.User)),
            [422] = meet => Ready(Tell("receiver.example.com", meet.Admin)),
        },
        new(
            "listWebhookDeliveries",
            200,
            async meet =>
            {
                await meet.TellAsync(Nobody);
                await meet.DeleteAsync(await meet.CreateRoomAsync());
                return new("/preferences/webhooks/deliveries?state=PENDING", As: meet.Admin);
            }
        )
        {
            [403] = meet => Ready(new("/preferences/webhooks/deliveries", As: meet.User)),
            [422] = meet =>
                Ready(new("/preferences/webhooks/deliveries?state=LOST", As: meet.Admin)),
        },
        new(
            "getAppearancePreferences",
            200,
            meet => Ready(new("/preferences/appearance", As: meet.Admin))
        )
        {
            [403] = meet => Ready(new("/preferences/appearance", As: meet.User)),
        },
        new("saveAppearancePreferences", 200, meet => Ready(Dress("dark", meet.Admin)))
        {
            [403] = meet => Ready(Dress("dark", meet.User)),
            [422] = meet => Ready(Dress(new string('x', 20_000), meet.Admin)),
        },
        new("createRoom", 200, meet => Ready(Create(meet.Tomorrow, meet.Admin)))
        {
            [401] = meet => Ready(Create(meet.Tomorrow, As: null)),
            [403] = async meet =>
            {
                await meet.PreferAsync(
                    new { roomCreationPolicy = new { allowRoomCreation = false } }
                );
                return Create(meet.Tomorrow, meet.User);
            },
            [422] = meet => Ready(Create(expirationDate: 0, meet.Admin)),
        },
        new("listRooms", 200, meet => Ready(new("/rooms?fields=roomName", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/rooms", As: meet.User)),
            [422] = meet => Ready(new("/rooms?maxItems=0", As: meet.Admin)),
        },
        new("getRoom", 200, async meet => new(Room(await meet.CreateRoomAsync()), As: meet.Admin))
        {
            [403] = async meet => new(Room(await meet.CreateRoomAsync()), As: meet.User),
            [404] = meet => Ready(new($"/rooms/{NoRoom}", As: meet.Admin)),
            [422] = meet => Ready(new($"/rooms/{NoRoom}?fields=a&fields=b", As: meet.Admin)),
        },
        new("updateRoom", 200, async meet => Update(Room(await meet.CreateRoomAsync()), meet.Admin))
        {
            [403] = async meet => Update(Room(await meet.CreateRoomAsync()), meet.User),
            [404] = meet => Ready(Update($"/rooms/{NoRoom}", meet.Admin)),
            [422] = meet => Ready(new($"/rooms/{NoRoom}", new { }, meet.Admin)),
        },
        new(
            "rotateRoomLinks",
            200,
            async meet => Rotate(Room(await meet.CreateRoomAsync()), meet.Admin)
        )
        {
            [403] = async meet => Rotate(Room(await meet.CreateRoomAsync()), meet.User),
            [404] = meet => Ready(Rotate($"/rooms/{NoRoom}", meet.Admin)),
            [422] = meet => Ready(new($"/rooms/{NoRoom}/links/rotate", new { }, meet.Admin)),
        },
        new(
            "listParticipants",
            200,
            async meet => new(Participants((await meet.MeetAsync()).Room.Name), As: meet.Admin)
        )
        {
            [403] = meet => Ready(new(Participants(NoRoom), As: meet.User)),
            [404] = meet => Ready(new(Participants(NoRoom), As: meet.Admin)),
        },
        new(
            "removeParticipant",
            204,
            async meet =>
            {
                var (room, _) = await meet.MeetAsync();
                return new($"{Participants(room.Name)}/{Installation.Alice}", As: meet.Admin);
            }
        )
        {
            [403] = meet => Ready(new($"{Participants(NoRoom)}/{Bob}", As: meet.User)),
            [RoomErrors.NotFound] = meet =>
                Ready(new($"{Participants(NoRoom)}/{Bob}", As: meet.Admin)),
            [ParticipantErrors.NotFound] = async meet =>
                new($"{Participants((await meet.CreateRoomAsync()).Name)}/{Bob}", As: meet.Admin),
        },
        new(
            "listParticipantBans",
            200,
            async meet => new($"{Room(await meet.CreateRoomAsync())}/bans", As: meet.Admin)
        )
        {
            [403] = async meet => new($"{Room(await meet.CreateRoomAsync())}/bans", As: meet.User),
            [404] = meet => Ready(new($"/rooms/{NoRoom}/bans", As: meet.Admin)),
        },
        new("liftParticipantBan", 204, async meet => new(await BanAsync(meet), As: meet.Admin))
        {
            [403] = meet => Ready(new($"/rooms/{NoRoom}/bans/{Bob}", As: meet.User)),
            [RoomErrors.NotFound] = meet =>
                Ready(new($"/rooms/{NoRoom}/bans/{Bob}", As: meet.Admin)),
            [ParticipantErrors.NotFound] = async meet =>
                new($"{Room(await meet.CreateRoomAsync())}/bans/{Bob}", As: meet.Admin),
        },
        new(
            "deleteRoom",
            200,
            async meet => new(Room(await meet.CreateRoomAsync()), As: meet.Admin)
        )
        {
            [403] = meet => Ready(new($"/rooms/{NoRoom}", As: meet.User)),
            [404] = meet => Ready(new($"/rooms/{NoRoom}", As: meet.Admin)),
        },
        new(
            "deleteRooms",
            200,
            async meet => DeleteRooms(meet.Admin, (await meet.CreateRoomAsync()).Name)
        )
        {
            [403] = meet => Ready(DeleteRooms(meet.User, NoRoom)),
            [422] = meet => Ready(DeleteRooms(meet.Admin)),
        },
        new(
            "startRecording",
            200,
            async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return Record(room, moderator) with { TakesTime = true };
            }
        )
        {
            [403] = async meet =>
            {
                var room = await meet.CreateRoomAsync();
                return Record(room, await meet.EnterAsync(room, Bob, room.PublisherSecret));
            },
            [404] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                await meet.DeleteAsync(room);
                return Record(room, moderator);
            },
            [RecordingErrors.NobodyInRoom] = async meet =>
            {
                var room = await meet.CreateRoomAsync();
                return Record(room, await meet.EnterAsync(room));
            },
            [RecordingErrors.AlreadyRecording] = async meet =>
            {
                var (room, moderator, _) = await meet.RecordAsync();
                return Record(room, moderator);
            },
            [RecordingErrors.NotStarted] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return Record(room, moderator) with { TakesTime = true };
            },
            [422] = async meet =>
            {
                var (_, moderator) = await meet.MeetAsync();
                return new("/recordings", new { }, moderator);
            },
        },
        new(
            "stopRecording",
            200,
            async meet =>
            {
                var (_, moderator, recording) = await meet.RecordAsync();
                return new($"/recordings/{recording}", As: moderator);
            }
        )
        {
            [403] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return new($"/recordings/{NoRecording}", As: moderator);
            },
            [404] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return new($"/recordings/{room.Name}--EG_none--none", As: moderator);
            },
            [409] = async meet =>
            {
                var (_, moderator, recording) = await meet.RecordAsync();
                await meet.StopAsync(moderator, recording);
                return new($"/recordings/{recording}", As: moderator);
            },
        },
        new("listRecordings", 200, meet => Ready(new("/recordings?maxItems=5", As: meet.Admin)))
        {
            [403] = meet => Ready(new("/recordings", As: meet.User)),
            [422] = meet => Ready(new("/recordings?maxItems=0", As: meet.Admin)),
        },
        new("getRecording", 200, meet => Ready(new($"/recordings/{DemoRecording}", As: meet.Admin)))
        {
            [403] = meet => Ready(new($"/recordings/{DemoRecording}", As: meet.User)),
            [404] = meet => Ready(new($"/recordings/{NoRecording}", As: meet.Admin)),
        },
        new(
            "deleteRecording",
            204,
            async meet => new($"/recordings/{await meet.AddRecordingAsync()}", As: meet.Admin)
        )
        {
            [403] = meet => Ready(new($"/recordings/{NoRecording}", As: meet.User)),
            [404] = meet => Ready(new($"/recordings/{NoRecording}", As: meet.Admin)),
            [409] = async meet =>
            {
                var (_, _, recording) = await meet.RecordAsync();
                return new($"/recordings/{recording}", As: meet.Admin);
            },
        },
        new(
            "deleteRecordings",
            200,
            async meet =>
                new(
                    $"/recordings?recordingIds={await meet.AddRecordingAsync()},{NoRecording}",
                    As: meet.Admin
                )
        )
        {
            [403] = meet => Ready(new($"/recordings?recordingIds={NoRecording}", As: meet.User)),
            [422] = meet => Ready(new("/recordings?recordingIds=,", As: meet.Admin)),
        },
        new(
            "createRecordingLink",
            201,
            async meet => Share(await meet.AddRecordingAsync(), meet.Admin)
        )
        {
            [403] = meet => Ready(Share(DemoRecording, meet.User)),
            [404] = meet => Ready(Share(NoRecording, meet.Admin)),
            [409] = async meet =>
            {
                var recording = await meet.AddRecordingAsync();
                for (var count = 0; count < RecordingLink.MaxForRecording; count++)
                    await meet.AddLinkAsync(recording: recording);
                return Share(recording, meet.Admin);
            },
            [422] = meet => Ready(Share(DemoRecording, meet.Admin, expiresInSeconds: 0)),
        },
        new("listRecordingLinks", 200, meet => Ready(new(Links(DemoRecording), As: meet.Admin)))
        {
            [403] = meet => Ready(new(Links(DemoRecording), As: meet.User)),
            [404] = meet => Ready(new(Links(NoRecording), As: meet.Admin)),
        },
        new(
            "revokeRecordingLink",
            204,
            async meet =>
                new($"{Links(DemoRecording)}/{(await meet.AddLinkAsync()).Id}", As: meet.Admin)
        )
        {
            [403] = meet => Ready(new($"{Links(DemoRecording)}/none", As: meet.User)),
            [404] = meet => Ready(new($"{Links(DemoRecording)}/none", As: meet.Admin)),
        },
        new("getSharedRecording", 200, async meet => new(Shared(await meet.AddLinkAsync())))
        {
            [206] = async meet => Watch(await meet.AddLinkAsync(), "Range", "bytes=0-99"),
            [304] = async meet => Watch(await meet.AddLinkAsync(), "If-None-Match", "*"),
            [400] = async meet => Watch(await meet.AddLinkAsync(), "Range", "bytes=abc"),
            [RecordingLinkErrors.CodeNeeded] = async meet =>
                new(Shared(await meet.AddLinkAsync("right-code"))),
            [RecordingLinkErrors.WrongCode] = async meet =>
                new($"{Shared(await meet.AddLinkAsync("right-code"))}?code=wrong-code"),
            [404] = _ => Ready(new("/shared-recordings/none")),
            [412] = async meet => Watch(await meet.AddLinkAsync(), "If-Match", "\"other\""),
            [416] = async meet => Watch(await meet.AddLinkAsync(), "Range", "bytes=99999999-"),
            [422] = async meet => new($"{Shared(await meet.AddLinkAsync())}?download=perhaps"),
            [429] = async meet =>
                new($"{Shared(await meet.GuessWrongCodeAsync())}?code=right-code"),
        },
        new("headSharedRecording", 200, async meet => new(Shared(await meet.AddLinkAsync())))
        {
            [304] = async meet => Watch(await meet.AddLinkAsync(), "If-None-Match", "*"),
            [RecordingLinkErrors.CodeNeeded] = async meet =>
                new(Shared(await meet.AddLinkAsync("right-code"))),
            [RecordingLinkErrors.WrongCode] = async meet =>
                new($"{Shared(await meet.AddLinkAsync("right-code"))}?code=wrong-code"),
            [404] = _ => Ready(new("/shared-recordings/none")),
            [412] = async meet => Watch(await meet.AddLinkAsync(), "If-Match", "\"other\""),
            [422] = async meet => new($"{Shared(await meet.AddLinkAsync())}?download=perhaps"),
            [429] = async meet =>
                new($"{Shared(await meet.GuessWrongCodeAsync())}?code=right-code"),
        },
        new(
            "generateParticipantToken",
            200,
            async meet => Token(await meet.CreateRoomAsync(), meet.Admin)
        )
        {
            [401] = async meet =>
            {
                await meet.PreferAsync(new { authentication = new { authMode = "all_users" } });
                return Token(await meet.CreateRoomAsync(), As: null);
            },
            [403] = async meet => Token(WithWrongSecret(await meet.CreateRoomAsync()), meet.Admin),
            [404] = meet => Ready(Token(new(NoRoom, "secret", "secret"), meet.Admin)),
            [409] = async meet =>
            {
                var (room, _) = await meet.MeetAsync();
                return Token(room, meet.Admin);
            },
            [422] = async meet => Token(await meet.CreateRoomAsync(), meet.Admin, name: ""),
            [429] = async meet =>
            {
                var wrong = Token(new("demo", "wrong", "wrong"), As: null);
                await meet.GuessWrongAsync(
                    HttpMethod.Post,
                    $"{ApiPaths.Internal}{wrong.Path}",
                    wrong.Body
                );
                return wrong;
            },
        },
        new(
            "refreshParticipantToken",
            200,
            async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                meet.LetParticipantTokensExpire();
                return Refresh(room, moderator);
            }
        )
        {
            [401] = async meet =>
            {
                await meet.PreferAsync(new { authentication = new { authMode = "all_users" } });
                return Refresh(await meet.CreateRoomAsync(), As: null);
            },
            [403] = async meet =>
                Refresh(WithWrongSecret(await meet.CreateRoomAsync()), meet.Admin),
            [RoomErrors.NotFound] = meet =>
                Ready(Refresh(new(NoRoom, "secret", "secret"), meet.Admin)),
            [ParticipantErrors.NotInRoom] = async meet =>
            {
                var room = await meet.CreateRoomAsync();
                var moderator = await meet.EnterAsync(room);
                meet.LetParticipantTokensExpire();
                return Refresh(room, moderator);
            },
            [409] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return Refresh(room, moderator);
            },
            [422] = async meet => Refresh(await meet.CreateRoomAsync(), meet.Admin, name: ""),
            [429] = async meet =>
            {
                var wrong = Refresh(new("demo", "wrong", "wrong"), As: null);
                await meet.GuessWrongAsync(
                    HttpMethod.Post,
                    $"{ApiPaths.Internal}{wrong.Path}",
                    wrong.Body
                );
                return wrong;
            },
        },
        new(
            "disconnectParticipant",
            204,
            async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                meet.Join(room, Bob);
                return Disconnect(room, moderator);
            }
        )
        {
            [403] = async meet =>
            {
                var room = await meet.CreateRoomAsync();
                return Disconnect(room, await meet.EnterAsync(room, Bob, room.PublisherSecret));
            },
            [404] = async meet =>
            {
                var (room, moderator) = await meet.MeetAsync();
                return Disconnect(room, moderator);
            },
            [422] = async meet =>
            {
                var (_, moderator) = await meet.MeetAsync();
                return new($"/participants/{Bob}?roomName=%20", As: moderator);
            },
        },
        new("getRecordingStream", 200, meet => Ready(new(Stream, As: meet.Admin)))
        {
            [206] = meet => Ready(Watch(meet.Admin, "Range", "bytes=0-99")),
            [304] = meet => Ready(Watch(meet.Admin, "If-None-Match", "*")),
            [400] = meet => Ready(Watch(meet.Admin, "Range", "bytes=abc")),
            [403] = meet => Ready(new(Stream, As: meet.User)),
            [404] = meet => Ready(new($"/recordings/{NoRecording}/stream", As: meet.Admin)),
            [412] = meet => Ready(Watch(meet.Admin, "If-Match", "\"other\"")),
            [416] = meet => Ready(Watch(meet.Admin, "Range", "bytes=99999999-")),
            [422] = meet => Ready(new($"{Stream}?download=perhaps", As: meet.Admin)),
        },
        new("headRecordingStream", 200, meet => Ready(new(Stream, As: meet.Admin)))
        {
            [304] = meet => Ready(Watch(meet.Admin, "If-None-Match", "*")),
            [403] = meet => Ready(new(Stream, As: meet.User)),
            [404] = meet => Ready(new($"/recordings/{NoRecording}/stream", As: meet.Admin)),
            [412] = meet => Ready(Watch(meet.Admin, "If-Match", "\"other\"")),
            [422] = meet => Ready(new($"{Stream}?download=perhaps", As: meet.Admin)),
        },
        new(
            "getParticipantRole",
            200,
            async meet =>
            {
                var room = await meet.CreateRoomAsync();
                return new(RoleIn(room.Name, room.PublisherSecret));
            }
        )
        {
            [404] = _ => Ready(new(RoleIn(NoRoom, "secret"))),
            [406] = _ => Ready(new(RoleIn("demo", "wrong"))),
            [422] = _ => Ready(new(RoleIn("demo", "%20"))),
            [429] = async meet =>
            {
                var wrong = RoleIn("demo", "wrong");
                await meet.GuessWrongAsync(HttpMethod.Get, $"{ApiPaths.Internal}{wrong}");
                return new(wrong);
            },
        },
    ];

    public static IEnumerable<Case> Of(Document document) =>
        Operations.SelectMany(operation =>
            document.Operations.SingleOrDefault(one => one.Id == operation.Operation)
                is { } documented
                ? operation.ToCases(documented)
                : []
        );

    private static async Task<Call> DoctorOfNewSession(Installation meet) =>
        new("/doctor", As: await meet.SignInAsync("admin"));

    private static Task<Call> Ready(Call call) => Task.FromResult(call);

    private static Call SignIn(string password) =>
        new("/auth/login", new { username = "admin", password });

    private static Call Renew(Identity? As) => new("/auth/refresh", As: As);

    private static Call Prefer(string authMode, Identity As) =>
        new("/preferences/security", new { authentication = new { authMode } }, As);

    private static Call Tell(string url, Identity As) =>
        new("/preferences/webhooks", new { enabled = true, url }, As);

    private static Call Dress(string theme, Identity As) =>
        new("/preferences/appearance", new { theme }, As);

    private static Call NewKey(string scope, Identity As) =>
        new("/api-keys", new { name = "key", scopes = new[] { scope } }, As);

    private static Call Create(long expirationDate, Identity? As) =>
        new("/rooms", new { expirationDate, roomNamePrefix = "documented" }, As);

    private static string Room(TestRoom room) => $"/rooms/{room.Name}";

    private static string Participants(string room) => $"/rooms/{room}/participants";

    private static Call Update(string path, Identity As) =>
        new(path, new { preferences = new { chatPreferences = new { enabled = false } } }, As);

    private static Call Rotate(string path, Identity As) =>
        new($"{path}/links/rotate", new { links = new[] { "publisher" } }, As);

    /// <summary>Creates a room from which Bob has been disconnected.</summary>
    /// <returns>The path of his ban.</returns>
    private static async Task<string> BanAsync(Installation meet)
    {
        var (room, moderator) = await meet.MeetAsync();
        meet.Join(room, Bob);
        await meet.DisconnectAsync(room, moderator, Bob);
        return $"{Room(room)}/bans/{Bob}";
    }

    private static Call DeleteRooms(Identity As, params string[] roomNames) =>
        new("/rooms", new { roomNames }, As);

    private static Call Record(TestRoom room, Identity As) =>
        new("/recordings", new { roomId = room.Name }, As);

    private static Call Token(TestRoom room, Identity? As, string name = Installation.Alice) =>
        new("/participants/token", TokenOptions(room, name), As);

    private static Call Refresh(TestRoom room, Identity? As, string name = Installation.Alice) =>
        new("/participants/token/refresh", TokenOptions(room, name), As);

    private static object TokenOptions(TestRoom room, string participantName) =>
        new
        {
            roomName = room.Name,
            participantName,
            secret = room.ModeratorSecret,
        };

    private static TestRoom WithWrongSecret(TestRoom room) =>
        room with
        {
            ModeratorSecret = "wrong",
        };

    private static Call Disconnect(TestRoom room, Identity As) =>
        new($"/participants/{Bob}?roomName={room.Name}", As: As);

    private static Call Watch(Identity As, string header, string value) =>
        new(Stream, Body: null, As, (header, value));

    private static string Links(string recording) => $"/recordings/{recording}/links";

    private static Call Share(string recording, Identity As, int expiresInSeconds = 3600) =>
        new(Links(recording), new { expiresInSeconds, access = "view" }, As);

    private static string Shared(TestLink link) => link.Path[ApiPaths.Public.Length..];

    private static Call Watch(TestLink link, string header, string value) =>
        new(Shared(link), Body: null, As: null, (header, value));

    private static string RoleIn(string room, string secret) =>
        $"/rooms/{room}/participant-role?secret={secret}";
}

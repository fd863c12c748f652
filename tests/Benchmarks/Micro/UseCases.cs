using System.Globalization;
using BenchmarkDotNet.Attributes;
using MediatR;
using Microsoft.Data.Sqlite;
using OpenViduMeet.Application.Participants;
using OpenViduMeet.Application.Rooms;
using OpenViduMeet.Domain.Participants;
using OpenViduMeet.Domain.Rooms;

namespace OpenViduMeet.Benchmarks.Micro;

/// <summary>
/// Use cases through MediatR and its pipeline, with SQLite and the embedded meeting server, and the parts of which they consist.
/// </summary>
[MemoryDiagnoser]
public class UseCases
{
    private MicroInstallation _installation = null!;
    private SqliteConnection _connection = null!;
    private long _participants;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _installation = await MicroInstallation.NewAsync();
        _connection = new SqliteConnection($"Data Source={_installation.DatabaseFile}");
        await _connection.OpenAsync();
        if ((await SendGetRoom()).Name != _installation.Room.Name || await ReadRow() != 1)
            throw new InvalidOperationException("The room cannot be read.");
    }

    [GlobalCleanup]
    public async Task TearDownAsync()
    {
        await _connection.DisposeAsync();
        await _installation.DisposeAsync();
    }

    /// <summary>The database alone: one row on an open connection.</summary>
    [Benchmark(Baseline = true)]
    public async Task<int> ReadRow()
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = """SELECT * FROM "Rooms" WHERE "Name" = $name""";
        command.Parameters.AddWithValue("$name", _installation.Room.Name.Value);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        while (await reader.ReadAsync())
            rows++;
        return rows;
    }

    /// <summary>The repository, in a new scope, as in each HTTP request.</summary>
    [Benchmark]
    public async Task<Room?> FindRoom()
    {
        await using var scope = _installation.Services.CreateAsyncScope();
        var rooms = scope.ServiceProvider.GetRequiredService<IRoomRepository>();
        return await rooms.FindAsync(_installation.Room.Name, CancellationToken.None);
    }

    [Benchmark]
    public async Task<Room> SendGetRoom()
    {
        await using var scope = _installation.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var request = new GetRoom(_installation.Room.Name);
        return (await mediator.Send(request)).Value;
    }

    /// <summary>Each call uses a new name: reads the room and the preferences, writes the hold, and signs.</summary>
    [Benchmark]
    public async Task<string> SendGenerateParticipantToken()
    {
        await using var scope = _installation.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var request = new GenerateParticipantToken(
            _installation.Room.Name,
            ParticipantName.Parse((++_participants).ToString(CultureInfo.InvariantCulture)),
            _installation.Room.ModeratorSecret,
            HeldToken: null
        );
        return (await mediator.Send(request)).Value.Value;
    }
}

using MediatR;
using OpenViduMeet.Application.Import;
using OpenViduMeet.Infrastructure;
using OpenViduMeet.Infrastructure.Persistence;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Adopts what an OpenVidu Meet installation left in the store, and tells how it goes.</summary>
internal static class ImportCommand
{
    /// <summary>The process' exit code where the bucket could not be read.</summary>
    private const int NotRead = 1;

    /// <summary>The process' exit code where all was adopted but what is named.</summary>
    private const int NotAllAdopted = 2;

    /// <summary>Imports as the only thing that the process does.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public static async Task<int> RunAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await InfrastructureStart.PrepareAsync(services, ct);
        var imported = await ImportAsync(services, output, ct);
        await MeetDatabase.CloseAsync(services);
        return imported;
    }

    /// <returns>The process' exit code: 0 if everything in the archive is known now that is of use.</returns>
    public static async Task<int> ImportAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await using var scope = services.CreateAsyncScope();
        var progress = new WrittenProgress(output);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var imported = await mediator.Send(new ImportBucket(progress), ct);
        if (imported.IsFailure)
        {
            await output.WriteLineAsync($"import: {imported.Error.Message}");
            return NotRead;
        }

        var (adopted, known, skipped, faulty) = imported.Value;
        await output.WriteLineAsync(
            $"import: {adopted} adopted, {known} known already, {skipped} skipped, {faulty} could not be adopted"
        );
        return faulty > 0 ? NotAllAdopted : 0;
    }

    /// <summary>Written as it comes, unlike <see cref="Progress{T}"/>, whose lines may follow the summary.</summary>
    private sealed class WrittenProgress(TextWriter output) : IProgress<ImportStep>
    {
        private const int Stride = 100;

        private int _count;

        public void Report(ImportStep value)
        {
            if (value.Outcome is ImportOutcome.Skipped or ImportOutcome.Faulty)
                output.WriteLine($"import: skipped {value.Source}: {value.Reason}");
            if (++_count % Stride == 0)
                output.WriteLine($"import: {_count} documents so far");
        }
    }
}

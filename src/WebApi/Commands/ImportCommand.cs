using MediatR;
using OpenViduMeet.Application.Import;

namespace OpenViduMeet.WebApi.Commands;

/// <summary>Adopts what an OpenVidu Meet installation left in the store, and tells how it goes.</summary>
internal static class ImportCommand
{
    public const string Name = "import";

    /// <returns>The process' exit code: 0 if the whole archive was read, whatever was skipped in it.</returns>
    public static async Task<int> RunAsync(
        IServiceProvider services,
        TextWriter output,
        CancellationToken ct
    )
    {
        await using var scope = services.CreateAsyncScope();
        var progress = new WrittenProgress(output);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var imported = await mediator.Send(new ImportArchive(progress), ct);
        if (imported.IsFailure)
        {
            await output.WriteLineAsync($"import: {imported.Error.Message}");
            return 1;
        }

        var (adopted, known, skipped) = imported.Value;
        await output.WriteLineAsync(
            $"import: {adopted} adopted, {known} known already, {skipped} skipped"
        );
        return 0;
    }

    /// <summary>Written as it comes, unlike <see cref="Progress{T}"/>, whose lines may follow the summary.</summary>
    private sealed class WrittenProgress(TextWriter output) : IProgress<ImportStep>
    {
        private const int Stride = 100;

        private int _count;

        public void Report(ImportStep value)
        {
            if (value.Outcome == ImportOutcome.Skipped)
                output.WriteLine($"import: skipped {value.Source}: {value.Reason}");
            if (++_count % Stride == 0)
                output.WriteLine($"import: {_count} documents so far");
        }
    }
}

namespace OpenViduMeet.Domain.Nodes;

/// <summary>Lets a task run on one node at a time. If that node dies, another one can run the task within seconds.</summary>
public interface IExclusiveTasks
{
    /// <param name="task">The task's name, the same on each node.</param>
    /// <param name="run">The task. Its token is cancelled when this node may not run it any longer.</param>
    /// <returns>Whether the task was run here; <see langword="false"/> if another node runs it now.</returns>
    Task<bool> TryRunAsync(string task, Func<CancellationToken, Task> run, CancellationToken ct);
}

namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request that lets somebody in or removes somebody. Its outcome is logged at the level Information.</summary>
public interface IAudited;

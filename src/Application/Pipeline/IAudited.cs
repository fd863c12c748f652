namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request that admits or removes a user or participant. Its outcome is logged at the level Information.</summary>
public interface IAudited;

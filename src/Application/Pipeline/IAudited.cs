namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request that admits or removes a user or participant, or creates or revokes a key or secret. Its outcome is logged at the level Information.</summary>
public interface IAudited;

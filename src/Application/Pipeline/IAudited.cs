namespace OpenViduMeet.Application.Pipeline;

/// <summary>A request by which somebody gets in or is put out: its outcome is logged at the level Information.</summary>
public interface IAudited;

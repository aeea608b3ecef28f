namespace SpotifyPlatform.Tables.Generations;

/// <summary>Why a generation cannot be built.</summary>
/// <param name="Reason">One of a bounded set.</param>
/// <param name="Detail">A sentence for the operator.</param>
public sealed record TableRefusal(string Reason, string Detail);

namespace SpotifyPlatform.SampleData;

/// <summary>Progress of one stage.</summary>
/// <param name="Stage">The stage, such as <c>catalogue</c>.</param>
/// <param name="Done">Items written.</param>
/// <param name="Total">Items in all; equal to <paramref name="Done"/> when the stage is finished.</param>
public sealed record SampleProgress(string Stage, long Done, long Total);

namespace SpotifyPlatform.SampleData;

/// <summary>How far one part of the world is.</summary>
/// <param name="Stage">What is being written, such as <c>catalogue</c>.</param>
/// <param name="Done">Items written.</param>
/// <param name="Total">Items in all; equal to <paramref name="Done"/> when the part is finished.</param>
public sealed record SampleProgress(string Stage, long Done, long Total);

namespace SpotifyPlatform.Platform.Planning;

/// <summary>A deployment of the source document: how many vectors the index keeps.</summary>
internal sealed record Preset(string Name, long Vectors, bool IsRecommended = false)
{
    public static IReadOnlyList<Preset> All { get; } =
        [new("lean", 10_000_000), new("balanced", 15_000_000, IsRecommended: true), new("standard", 30_000_000), new("full", 256_000_000)];
}

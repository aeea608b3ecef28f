using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Music;
using SpotifyPlatform.Vectors.Generations;
using SpotifyPlatform.Vectors;

namespace SpotifyPlatform.Testing.Crash;

/// <summary>
/// Reproducible changes to a vector index: step n upserts ten points, moves five of an earlier step and deletes two. As a process it
/// prints each step that the index has acknowledged, until it is killed.
/// </summary>
internal static class VectorWriter
{
    private static readonly MergePolicy MergeOften = new(MinChanges: 60, RowsPerChange: 20);

    public static MappedVectorIndex Open(string folder) => new(folder, FeatureVector.Dimensions, NullLogger<MappedVectorIndex>.Instance, MergeOften);

    public static async Task RunAsync(string folder, int first)
    {
        using var index = Open(folder);
        for (var step = first; ; step++)
        {
            await index.UpsertAsync(Put(step), CancellationToken.None);
            await index.DeleteAsync(Removed(step), CancellationToken.None);
            Console.WriteLine(step);
        }
    }

    /// <summary>What an index holds after all steps up to one.</summary>
    public static Dictionary<TrackId, VectorPoint> After(int steps)
    {
        var points = new Dictionary<TrackId, VectorPoint>();
        for (var step = 0; step < steps; step++)
            Apply(points, step);
        return points;
    }

    public static void Apply(Dictionary<TrackId, VectorPoint> points, int step)
    {
        foreach (var point in Put(step))
            points[point.Id] = point;
        foreach (var id in Removed(step))
            points.Remove(id);
    }

    public static VectorPoint[] Put(int step) =>
        [.. Enumerable.Range(0, 10).Select(i => Point(step * 10 + i, step)), .. Enumerable.Range(0, 5).Select(i => Point(step / 2 * 10 + i, step))];

    public static TrackId[] Removed(int step) => [Id(step * 10 + 9), Id(step / 3 * 10 + 7)];

    private static TrackId Id(int number) => new(new UInt128((ulong)number * 0x9E3779B97F4A7C15, (ulong)number));

    private static VectorPoint Point(int number, int step)
    {
        var random = new Random(number * 31 + step);
        var id = Id(number);
        return new VectorPoint(
            id,
            [.. Enumerable.Range(0, FeatureVector.Dimensions).Select(_ => (float)random.NextDouble())],
            new TrackDescription(id, $"Track {number} of step {step}", "Artist", random.Next(101), 1950 + random.Next(70), null, ["jazz"]),
            null);
    }
}

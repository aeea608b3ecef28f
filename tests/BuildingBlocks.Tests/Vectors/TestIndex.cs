using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Vectors.Generations;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>An index in a temporary folder that merges only on request.</summary>
internal sealed class TestIndex : IDisposable
{
    private static readonly MergePolicy ByHand = new(MinChanges: int.MaxValue);
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("vectors-");

    public string Folder => Path.Combine(parent.FullName, "vectors");

    public World World { get; } = new(seed: 20261121);

    public static CancellationToken None => CancellationToken.None;

    public MappedVectorIndex Open(int dimensions = FeatureVector.Dimensions, MergePolicy? policy = null) =>
        new(Folder, dimensions, NullLogger<MappedVectorIndex>.Instance, policy ?? ByHand);

    public VectorPoint[] Points(int count, Func<float[]>? vector = null) =>
        [.. World.Ids(count).Select(id => new VectorPoint(id, vector?.Invoke() ?? Vector(), World.Description(id), World.Maybe(World.Mbid)))];

    public float[] Vector() => FeatureVector.From(World.Features(), World.Next(101));

    public string File(string name) => Path.Combine(Folder, name);

    public void Dispose() => parent.Delete(recursive: true);
}

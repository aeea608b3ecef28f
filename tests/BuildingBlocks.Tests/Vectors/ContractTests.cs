using Microsoft.Extensions.Logging.Abstractions;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>With the tail alone: nothing here is enough to be merged.</summary>
public sealed class MappedVectorIndexTests : VectorIndexContract
{
    protected override IVectorIndex Open(string place, TimeProvider clock) => new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance);
}

/// <summary>With a base file and merges at every turn.</summary>
public sealed class MergingVectorIndexTests : VectorIndexContract
{
    protected override IVectorIndex Open(string place, TimeProvider clock) =>
        new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance, new MergePolicy(Least: 40, Share: 4));
}

/// <summary>Vectors that carry an embedding behind the features.</summary>
public sealed class HybridVectorIndexTests : VectorIndexContract
{
    protected override int Dimensions => 13 + 64;

    protected override IVectorIndex Open(string place, TimeProvider clock) =>
        new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance, new MergePolicy(Least: 200, Share: 4));
}

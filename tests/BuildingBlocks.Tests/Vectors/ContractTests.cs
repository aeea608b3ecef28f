using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Vectors.Generations;

namespace SpotifyPlatform.BuildingBlocks.Tests.Vectors;

/// <summary>With the tail only: the tests write too little for a merge.</summary>
public sealed class MappedVectorIndexTests : VectorIndexContract
{
    protected override IVectorIndex Open(string place, TimeProvider clock) => new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance);
}

/// <summary>With a base file and frequent merges.</summary>
public sealed class MergingVectorIndexTests : VectorIndexContract
{
    protected override IVectorIndex Open(string place, TimeProvider clock) =>
        new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance, new MergePolicy(MinChanges: 40, RowsPerChange: 4));
}

/// <summary>Vectors with an embedding after the features.</summary>
public sealed class HybridVectorIndexTests : VectorIndexContract
{
    protected override int Dimensions => 13 + 64;

    protected override IVectorIndex Open(string place, TimeProvider clock) =>
        new MappedVectorIndex(place, Dimensions, NullLogger<MappedVectorIndex>.Instance, new MergePolicy(MinChanges: 200, RowsPerChange: 4));
}

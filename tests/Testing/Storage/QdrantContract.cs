using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Qdrant;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>
/// The port's suite on a Qdrant. Its collections are smaller than MaxCandidates and every candidate is fetched where weights ask for it, so
/// that the adapter's answers are exact and comparable.
/// </summary>
public abstract class QdrantContract : VectorIndexContract
{
    protected abstract QdrantOptions Server(string collection);

    protected override IVectorIndex Open(string place, TimeProvider clock)
    {
        // A place is a path of this test's own folder; a collection has no separators.
        var collection = string.Concat(place[^Math.Min(place.Length, 100)..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return QdrantIndexes.Open(Server(collection), Dimensions);
    }

    /// <summary>Qdrant keeps the direction in float32 and the payload the length: a number comes back within a few roundings.</summary>
    protected override void AssertSameVector(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-6f));
    }
}

public static class QdrantIndexes
{
    public static QdrantVectorIndex Open(QdrantOptions options, int dimensions = 13) =>
        new(options, dimensions, TimeProvider.System, new QdrantMetrics(Meters()), NullLogger<QdrantVectorIndex>.Instance);

    private static IMeterFactory Meters() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}

using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Qdrant;

namespace SpotifyPlatform.Testing.Storage;

/// <summary>
/// The contract suite of the port on a Qdrant server. Collections are smaller than MaxCandidates, and with weights all candidates are fetched, so that
/// the results are exact and comparable.
/// </summary>
public abstract class QdrantContract : VectorIndexContract
{
    protected abstract QdrantOptions Server(string collection);

    protected override IVectorIndex Open(string place, TimeProvider clock)
    {
        // Places are paths; names of collections have no separators.
        var collection = string.Concat(place[^Math.Min(place.Length, 100)..].Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        return QdrantIndexes.Open(Server(collection), Dimensions);
    }

    /// <summary>Qdrant stores a normalised float32 vector and the length separately, so numbers differ by rounding.</summary>
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

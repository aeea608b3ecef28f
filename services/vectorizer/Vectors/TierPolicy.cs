using Microsoft.Extensions.Options;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Vectorizer.Vectors;

/// <summary>
/// Which tracks have their vectors computed and indexed up front: tier A, the popular ones. A track below enters the index when it
/// is promoted for being asked for, and stays.
/// </summary>
internal sealed class TierPolicy(IOptions<VectorizerOptions> options)
{
    private readonly int minPopularity = options.Value.MinPopularity;

    public bool IsTierA(TrackDescription track) => track.Popularity >= minPopularity;
}

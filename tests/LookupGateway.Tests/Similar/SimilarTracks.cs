using SpotifyPlatform.Embedding;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.LookupGateway.Tests.Similar;

/// <summary>Puts tracks with features, description and vector into a gateway's stores.</summary>
internal static class SimilarTracks
{
    public static readonly AudioFeatures Sound = new(120, .5, .5, .5, .5, .5, .5, .5, -6, 5, 1, 4, 200_000);

    public static readonly FeatureProvenance Computed = new(FeatureOrigin.Computed, null);

    public static async Task PutAsync(
        Gateway gateway, int number, AudioFeatures? features = null, int artist = 1, int? year = null, string genre = "folk", int popularity = 50)
    {
        var description = PutProfile(gateway, number, features, artist, year, genre, popularity);
        var vectors = await gateway.Get<VectorComposer>().ComposeAsync([new DescribedFeatures(features ?? Sound, description)], CancellationToken.None);
        await gateway.PutVectorsAsync(new VectorPoint(description.Id, vectors[0], description, null));
    }

    /// <summary>A track without a vector.</summary>
    public static TrackDescription PutProfile(
        Gateway gateway, int number, AudioFeatures? features = null, int artist = 1, int? year = null, string genre = "folk", int popularity = 50)
    {
        var id = Gateway.Id(number);
        var description = new TrackDescription(id, $"Track {number}", "Artist", popularity, year, null, [genre]) { ArtistIds = [new ArtistId((UInt128)artist)] };
        gateway.Features.Put(id, features ?? Sound, description, Computed);
        return description;
    }
}

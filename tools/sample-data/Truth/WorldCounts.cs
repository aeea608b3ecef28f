using SpotifyPlatform.Music;
using SpotifyPlatform.SampleData.MusicBrainz;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Counts over all tracks that no single file contains.</summary>
internal static class WorldCounts
{
    public static IReadOnlyDictionary<string, long> Of(SampleWorld world, Output.StageReporter progress)
    {
        var (matched, vectors, withFeatures, valid, isrcs) = (0L, 0L, 0L, 0L, 0L);
        for (var index = 0; index < world.TrackCount; index++)
        {
            var track = world.Track(index);
            if (Isrc.TryParse(track.Isrc, out _))
            {
                valid++;
                // Every recording has its own code, and its first track is in the catalogue.
                isrcs += track.Root == index ? 1 : 0;
            }

            if (world.MatchOf(track).Mbid is not null)
                matched++;
            if (world.FeatureRowOf(index) == FeatureRow.Present)
            {
                withFeatures++;
                vectors += track.Popularity >= Neighbours.PopularityFrom ? 1 : 0;
            }

            progress.Tick(world.TrackCount);
        }

        return new Dictionary<string, long>
        {
            ["distinct/artists"] = world.ArtistCount,
            ["distinct/isrcs"] = isrcs,
            ["distinct/tracks"] = world.TrackCount,
            ["distinct/tracks_matched_isrc_exact"] = matched,
            ["distinct/tracks_with_features"] = withFeatures,
            ["distinct/tracks_with_features_popularity_from_30"] = vectors,
            ["distinct/tracks_with_valid_isrc"] = valid,
        };
    }
}

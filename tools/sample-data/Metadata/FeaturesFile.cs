using SpotifyPlatform.SampleData.Output;
using SpotifyPlatform.SampleData.World;

namespace SpotifyPlatform.SampleData.Metadata;

/// <summary>Writes <c>spotify_clean_audio_features.sqlite3</c>.</summary>
internal sealed class FeaturesFile(SampleWorld world)
{
    public const string Name = "spotify_clean_audio_features.sqlite3";

    public IReadOnlyDictionary<string, long> Write(string folder, StageReporter progress)
    {
        using var file = new SqliteFile(Path.Combine(folder, Name));
        file.Execute(FeaturesSchema.Tables);
        var rows = file.Rows("track_audio_features", 17);
        for (var index = 0; index < world.TrackCount; index++)
        {
            if (world.FeatureRowOf(index) is var kind && kind != FeatureRow.Missing)
                Add(rows, index, kind);
            progress.Tick(world.TrackCount);
        }

        file.Finish(FeaturesSchema.Indexes);
        return file.Counts(Name);
    }

    private void Add(RowWriter rows, int index, FeatureRow kind)
    {
        rows.Add(rows.Count + 1).Add(world.IdOf(index).ToString()).Add(CatalogFile.FetchedAt(index)).Add(kind == FeatureRow.NullResponse);
        if (kind == FeatureRow.NullResponse)
        {
            for (var column = 0; column < 13; column++)
                rows.Null();
            rows.Write();
            return;
        }

        var f = world.FeaturesOf(world.Track(index));
        rows.AddOptional(f.DurationMs).AddOptional(f.TimeSignature).Add(f.Tempo).AddOptional(f.Key).AddOptional(f.Mode).Add(f.Danceability)
            .Add(f.Energy).Add(f.Loudness).Add(f.Speechiness).Add(f.Acousticness).Add(f.Instrumentalness).Add(f.Liveness).Add(f.Valence).Write();
    }
}

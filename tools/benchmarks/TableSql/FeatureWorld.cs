using SpotifyPlatform.Benchmarks.Tables;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Benchmarks.TableSql;

/// <summary>A table of audio features with as many digits as the source has; one of a hundred values is unknown. The same number of rows gives the same rows.</summary>
internal static class FeatureWorld
{
    private const int Seed = 1;

    public static Task WriteAsync(TableStore store, int rows) => MatchWorld.PublishAsync(store, FeatureTable.Name, FeatureTable.KeyBytes, rows, writer =>
    {
        var random = new Random(Seed);
        var (key, value) = (new byte[FeatureTable.KeyBytes], new byte[FeatureTable.ValueBytes]);
        for (var i = 0; i < rows; i++)
        {
            random.NextBytes(key);
            FeatureTable.Write(value, new AudioFeatures(
                Number(60, 200, 3), Number(0, 1, 3), Number(0, 1, 3), Number(0, 1, 3), Number(0, 1, 4), Number(0, 1, 5), Number(0, 1, 4), Number(0, 1, 4), Number(-40, 0, 3),
                random.Next(12), random.Next(2), random.Next(3, 6), random.Next(60_000, 400_000)));
            writer.Add(key, value);
        }

        double? Number(double from, double to, int digits) => random.Next(100) == 0 ? null : Math.Round(from + random.NextDouble() * (to - from), digits);
    });
}

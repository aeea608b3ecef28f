using System.Globalization;
using SpotifyPlatform.Tables;

namespace SpotifyPlatform.Vectors;

/// <summary>Counts by popularity, which the build of table vectors leaves in its manifest.</summary>
public sealed class TablePopularity(CurrentTable vectors) : IFeatureRanking
{
    private const int MaxPopularity = 100;

    /// <summary>The count of the manifest that has the tracks with features of a popularity, of every tier.</summary>
    public static string Bucket(int popularity) => string.Create(CultureInfo.InvariantCulture, $"popularity/{popularity:D3}");

    public async Task<IReadOnlyList<long>> CountByPopularityAsync(CancellationToken cancellationToken) => await vectors.ReadAsync<IReadOnlyList<long>>(
        table => Counts((table ?? throw new TableNotBuiltException(VectorTable.Name)).Manifest), cancellationToken).ConfigureAwait(false);

    private static long[] Counts(TableStore.Manifest manifest) =>
        [.. Enumerable.Range(0, MaxPopularity + 1).Select(popularity => manifest.Counts.GetValueOrDefault(Bucket(popularity)))];
}

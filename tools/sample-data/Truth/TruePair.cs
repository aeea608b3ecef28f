using SpotifyPlatform.Music;

namespace SpotifyPlatform.SampleData.Truth;

/// <summary>Two tracks and the number of playlists with both; A is the lower id.</summary>
internal readonly record struct TruePair(TrackId A, TrackId B, int Count, int CountA, int CountB, int Playlists)
{
    /// <summary>Bits.</summary>
    public double Pmi => Math.Log2((double)Count * Playlists / ((double)CountA * CountB));

    /// <summary>0 to 1.</summary>
    public double Jaccard => (double)Count / ((double)CountA + CountB - Count);

    /// <summary>0 to 1.</summary>
    public double Score => 0.6 * Math.Min(1, Math.Max(0, (Pmi + 5) / 15)) + 0.4 * Jaccard;
}

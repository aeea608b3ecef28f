using System.Globalization;

namespace SpotifyPlatform.ShardExtractor.Catalog;

/// <summary>The inputs of baskets besides the playlists' file.</summary>
/// <param name="MaxTracks">Distinct tracks in a basket.</param>
/// <param name="TracksSha256">Hash of the file that the tracks came from, lower-case hexadecimal.</param>
internal sealed record BasketSettings(int MaxTracks, string TracksSha256)
{
    public static BasketSettings Parse(string text)
    {
        var parts = text.Split(' ');
        return new(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MaxTracks} {TracksSha256}");
}

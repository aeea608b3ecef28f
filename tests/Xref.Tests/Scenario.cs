using System.Globalization;
using System.Text;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;
using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.Xref.Tests;

/// <summary>Ids, codes and rows that tests share, made from small numbers so that a failure can be read.</summary>
internal static class Scenario
{
    /// <summary>Ids whose order is not that of the numbers.</summary>
    public static TrackId Track(int number) => TrackId.Parse($"{number % 7}{number.ToString("D21", CultureInfo.InvariantCulture)}");

    public static string Isrc(int number) => $"USABC26{number.ToString("D5", CultureInfo.InvariantCulture)}";

    public static Guid Gid(int number) => new(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    public static Mbid Mbid(int number) => new(Gid(number));

    public static CatalogRow Row(int track, string isrc, long durationMs = 200_000, int popularity = 50) => new(Track(track), isrc, durationMs, popularity);
}

/// <param name="Isrc">12 characters, or empty.</param>
internal sealed record CatalogRow(TrackId Id, string Isrc, long DurationMs, int Popularity, string Name = "A song")
{
    public byte[] Value()
    {
        var text = new TrackText { Name = Name };
        var value = new byte[TrackTable.ValueBytes(text)];
        TrackTable.Write(value, Encoding.ASCII.GetBytes(Isrc), Popularity, false, DurationMs, text);
        return value;
    }
}

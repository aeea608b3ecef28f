using System.Buffers.Binary;
using System.Text;
using SpotifyPlatform.Contracts.Tables.V1;
using SpotifyPlatform.Music;

namespace SpotifyPlatform.Storage.Catalog;

/// <summary>The value of a track in the table of tracks.</summary>
public readonly ref struct TrackRow(ReadOnlySpan<byte> value)
{
    private readonly ReadOnlySpan<byte> value = value;

    /// <summary>12 ASCII characters, or empty where the track has none.</summary>
    public ReadOnlySpan<byte> IsrcCode => value[0] == 0 ? [] : value[..TrackTable.IsrcBytes];

    public Isrc? Isrc => IsrcCode is { IsEmpty: false } code && Music.Isrc.TryParse(Encoding.ASCII.GetString(code), out var isrc) ? isrc : null;

    /// <summary>0 to 100, to select and order by; 0 where it is unknown.</summary>
    public int Popularity => value[TrackTable.PopularityAt];

    /// <summary>0 to 100, or null.</summary>
    public int? KnownPopularity => Has(TrackTable.PopularityUnknownFlag) ? null : Popularity;

    /// <summary>Whether it is known to be explicit.</summary>
    public bool Explicit => Has(TrackTable.ExplicitFlag);

    /// <summary>Null where it is unknown.</summary>
    public bool? KnownExplicit => Has(TrackTable.ExplicitUnknownFlag) ? null : Explicit;

    /// <summary>Release year, or null.</summary>
    public int? Year => BinaryPrimitives.ReadUInt16LittleEndian(value[TrackTable.YearAt..]) is > 0 and var year ? year : null;

    /// <summary>Milliseconds; 0 where it is unknown.</summary>
    public long DurationMs => BinaryPrimitives.ReadInt64LittleEndian(value[TrackTable.DurationAt..]);

    /// <summary>Parses the rest of the row.</summary>
    public TrackText Text => TrackText.Parser.ParseFrom(value[TrackTable.TextAt..]);

    private bool Has(byte flag) => (value[TrackTable.FlagsAt] & flag) != 0;

    /// <summary>Display and filter attributes.</summary>
    public TrackDescription Describe(TrackId id)
    {
        var text = Text;
        return new TrackDescription(id, text.Name, string.Join(", ", text.Artists.Select(artist => artist.Name)), Popularity, Year, Isrc, text.Genres)
        {
            Explicit = Explicit, IsPopularityUnknown = KnownPopularity is null, ArtistIds = [.. text.Artists.Select(artist => ArtistId.FromKey(artist.Id.Span))],
        };
    }
}

using System.Runtime.Intrinsics;
using SpotifyPlatform.Vectors.Rows;
using SpotifyPlatform.Vectors.Scan;

namespace SpotifyPlatform.Vectors.Queries;

/// <summary>
/// Evaluates a filter on one row set. Attribute columns are tested before a block is scored, because they are a tenth of its bytes and blocks without
/// a matching row are skipped. Artists are stored in the record and are tested only for rows that score well enough.
/// </summary>
internal sealed unsafe class RowFilter
{
    private readonly RowSet rows;
    private readonly VectorFilter filter;
    private readonly uint leastPopularity, mostPopularity, leastYear, mostYear, mask, wanted;
    private readonly byte[]? genreSets;

    public RowFilter(RowSet rows, VectorFilter filter)
    {
        (this.rows, this.filter) = (rows, filter);
        leastPopularity = filter.MinPopularity is { } least ? RowAttributes.Popularity(least) : 0;
        mostPopularity = filter.MaxPopularity is { } most ? RowAttributes.Popularity(most) : uint.MaxValue;
        var year = filter.MinYear is not null || filter.MaxYear is not null;
        leastYear = filter.MinYear is { } from ? RowAttributes.Year(from) : year ? 1u : 0;
        mostYear = filter.MaxYear is not { } to ? uint.MaxValue : to < 1 ? 0 : RowAttributes.Year(to);
        mask = RowAttributes.Present | (filter.Explicit is null ? 0 : RowAttributes.Explicit) | (filter.HasMbid is null ? 0 : RowAttributes.HasMbid);
        wanted = RowAttributes.Present | (filter.Explicit == true ? RowAttributes.Explicit : 0) | (filter.HasMbid == true ? RowAttributes.HasMbid : 0);
        genreSets = filter.AnyGenre.Count > 0 ? rows.Genres.SetsWithAny(filter.AnyGenre) : null;
    }

    /// <summary>One bit for each row of a block whose attributes match.</summary>
    public uint Lanes(int block)
    {
        var first = (long)block * BlockScan.Rows;
        var lanes = Lanes(Vector256.Load(rows.Attributes + first)) | Lanes(Vector256.Load(rows.Attributes + first + 8)) << 8;
        if (genreSets is null || lanes == 0)
            return lanes;
        uint matching = 0;
        for (var lane = 0; lane < BlockScan.Rows; lane++)
            matching |= (uint)genreSets[rows.GenreSets[first + lane]] << lane;
        return lanes & matching;
    }

    /// <summary>Whether the artists of a row match.</summary>
    public bool MatchesRecord(int slot) =>
        filter.ExcludeArtists.Count == 0 || !PointRecord.HasArtist(rows.Record(slot), rows.Dimensions, filter.ExcludeArtists);

    private uint Lanes(Vector256<uint> attributes)
    {
        var popularity = attributes & Vector256.Create(RowAttributes.PopularityMask);
        var year = attributes >>> RowAttributes.YearShift;
        var passes = Vector256.Equals(attributes & Vector256.Create(mask), Vector256.Create(wanted))
            & Vector256.GreaterThanOrEqual(popularity, Vector256.Create(leastPopularity)) & Vector256.LessThanOrEqual(popularity, Vector256.Create(mostPopularity))
            & Vector256.GreaterThanOrEqual(year, Vector256.Create(leastYear)) & Vector256.LessThanOrEqual(year, Vector256.Create(mostYear));
        return Vector256.ExtractMostSignificantBits(passes);
    }
}

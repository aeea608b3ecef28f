namespace SpotifyPlatform.Vectors.Layout;

/// <summary>The sections of a vectors table, in the order of its keys. S is the number of slots, 16 per block; D the number of dimensions. Numbers are little-endian.</summary>
internal enum Section : byte
{
    /// <summary>Blocks of D x 16 floats, one row per cluster: its centroid, of length 1; NaN after the last.</summary>
    Centroids,

    /// <summary>The first block of each cluster and the end of the last, int32. After the clusters with a centroid follows one for rows that cannot be found.</summary>
    ClusterBlocks,

    /// <summary>Blocks of D x 16 floats: unit vectors.</summary>
    Units,

    /// <summary>Two floats per block: the smallest and the largest chord between its rows and their centroid, rounded outwards.</summary>
    BlockChords,

    /// <summary>S uint32.</summary>
    Attributes,

    /// <summary>S uint32.</summary>
    GenreSets,

    /// <summary>S uint16: a bit for each of the first dimensions whose value is known.</summary>
    Known,

    /// <summary>S ids as 128-bit numbers.</summary>
    Ids,

    /// <summary>S + 1 int64 into <see cref="Records"/>.</summary>
    RecordOffsets,

    Records,

    /// <summary>Slots of the rows, in the order of their ids, int32.</summary>
    SlotsById,

    /// <summary>Names as int32 length and UTF-8.</summary>
    Genres,

    /// <summary>Sets of genres: int32 count and that many genre numbers.</summary>
    GenreSetMembers,

    /// <summary>Counts, and the length of each section; last, because they are known last.</summary>
    Header,
}

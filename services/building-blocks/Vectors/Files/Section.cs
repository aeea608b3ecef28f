namespace SpotifyPlatform.Vectors.Files;

/// <summary>The parts of a base file, in their order. S is the slots, 16 a block; D the dimensions.</summary>
internal enum Section
{
    /// <summary>Blocks of D x 16 floats, one row a cluster: its centre, of length 1; NaN behind the last.</summary>
    Centres,

    /// <summary>The first block of each cluster and where the last ends, int32; behind the last cluster that has a centre comes one of rows that cannot be found.</summary>
    ClusterBlocks,

    /// <summary>Blocks of D x 16 floats: unit vectors.</summary>
    Units,

    /// <summary>Two floats a block: the least and the largest angle of its rows to their centre, radians.</summary>
    BlockAngles,

    /// <summary>S uint32.</summary>
    Attributes,

    /// <summary>S uint32.</summary>
    GenreSets,

    /// <summary>S ids as 128-bit numbers.</summary>
    Ids,

    /// <summary>S + 1 int64 into <see cref="Records"/>.</summary>
    RecordOffsets,

    Records,

    /// <summary>The rows' slots in the order of their ids, int32.</summary>
    SlotsById,

    /// <summary>Names as int32 length and UTF-8.</summary>
    Genres,

    /// <summary>Sets as int32 count and that many numbers of genres.</summary>
    GenreSetMembers,
}

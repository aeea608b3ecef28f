namespace SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

/// <summary>Finds the artists of tracks, which are asked for in the order of their row numbers.</summary>
internal interface ITrackCredits : IDisposable
{
    /// <summary>The columns of a track that it needs, in SQL; not empty.</summary>
    string Column { get; }

    /// <summary>Adds the artists of the track that the cursor stands on, in the source's order.</summary>
    /// <param name="column">Where the own column of the track is.</param>
    void AddTo(List<CreditedArtist> artists, SqliteCursor track, int column, DropCounts invalid);

    /// <summary>Credits that belong to no track that was asked for; called behind the last one.</summary>
    DropCounts ReadOrphans();
}

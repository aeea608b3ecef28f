namespace SpotifyPlatform.SpotifyApiEnricher.Mapping;

/// <summary>The rows that an answer holds.</summary>
internal sealed class MappedAnswer
{
    /// <summary>Changes with every change of the mapping; <c>platform spotify replay</c> maps all raw answers anew.</summary>
    public const int Version = 1;

    public List<MappedArtist> Artists { get; } = [];

    public List<MappedAlbum> Albums { get; } = [];

    public List<MappedTrack> Tracks { get; } = [];

    public List<MappedPlay> Plays { get; } = [];

    public List<MappedPlaylist> Playlists { get; } = [];

    public List<MappedUser> Users { get; } = [];

    public MappedPage? Page { get; set; }

    /// <summary>Ids that were asked for by name, each with whether it was found: only these are enriched by the answer.</summary>
    public List<(string Id, bool Found)> Requested { get; } = [];

    /// <summary>The artist that a search by name found.</summary>
    public string? SearchedArtist { get; set; }

    /// <summary>Whether a further page follows.</summary>
    public bool HasNext { get; set; }

    /// <summary>Items of the answer.</summary>
    public int Fetched { get; set; }

    /// <summary>Items without what makes a row, such as a time or an id.</summary>
    public int Malformed { get; set; }
}

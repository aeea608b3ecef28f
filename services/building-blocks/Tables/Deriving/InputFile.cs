using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Tables.Deriving;

/// <summary>A file of a data set that tables are made of.</summary>
/// <param name="Kind">The first part of its slot: <c>catalog</c>, <c>features</c>, <c>playlists</c>, <c>dump</c>.</param>
/// <param name="Name">Its path within the data set, for people.</param>
/// <param name="Slot">Its place in the data set, which has one file at a time.</param>
/// <param name="Revision">Orders the contents that the slot had one after the other.</param>
public sealed record InputFile(string Kind, string Name, string DataSet, string Slot, long Revision, ArtifactReference File)
{
    /// <summary>The file went bad after it was announced: tables made of it are stale, and none are made of it.</summary>
    public bool IsWithdrawn { get; init; }
}

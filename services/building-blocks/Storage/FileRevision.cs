namespace SpotifyPlatform.Storage;

/// <summary>Which content of a data set's file rows are from. A store takes nothing of an older content once it has rows of a newer one.</summary>
/// <param name="Revision">Orders the contents that the file had one after the other.</param>
public sealed record FileRevision(string DataSet, long Revision);

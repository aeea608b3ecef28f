namespace SpotifyPlatform.Tables.Generations;

/// <summary>What is kept of an announced file.</summary>
internal sealed record InputFileEntry(string Kind, string Name, string DataSet, string Slot, long Revision, string Key, long Length, string Sha256);

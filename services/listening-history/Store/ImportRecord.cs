namespace SpotifyPlatform.ListeningHistory.Store;

/// <summary>An import that can be undone.</summary>
/// <param name="ImportedAt">When it was made.</param>
/// <param name="Rows">Rows of its files, repeats included.</param>
/// <param name="NewRows">Rows that were new then.</param>
/// <param name="Files">Names of its files, without the path of the machine.</param>
internal sealed record ImportRecord(long ImportId, DateTimeOffset ImportedAt, long Rows, long NewRows, IReadOnlyList<string> Files);

using System.Text.Json.Serialization;

namespace SpotifyPlatform.Tables.Generations;

/// <summary>What is kept of an announced file.</summary>
/// <param name="Withdrawn">Set where the announcement was withdrawn.</param>
internal sealed record InputFileEntry(
    string Kind, string Name, string DataSet, string Slot, long Revision, string Key, long Length, string Sha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Withdrawn = false);

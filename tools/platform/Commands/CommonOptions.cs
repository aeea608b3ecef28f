using System.CommandLine;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Options that several verbs share, with one name and one meaning.</summary>
internal static class CommonOptions
{
    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "The data folder: everything the platform keeps.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("data", "store")),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON for scripts, nothing else on standard output." };

    public static Argument<string> TrackName() => new("ID")
    {
        Description = "Spotify id, spotify:track: URI, open.spotify.com link, ISRC or MBID.",
    };

    public static Option<int> Limit() => new("--limit") { Description = "How many, 1 to 100.", DefaultValueFactory = _ => 10 };

    /// <exception cref="CommandException">No data folder stands there.</exception>
    public static DataFolder Existing(DirectoryInfo folder) => folder.Exists
        ? new DataFolder(folder.FullName)
        : throw new CommandException($"There is no data folder '{folder.FullName}'. Make one with: platform run --input DIR --data '{folder}' --until-idle");
}

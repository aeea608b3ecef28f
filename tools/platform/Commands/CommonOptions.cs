using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Verification.Source;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Options and arguments of several commands.</summary>
internal static class CommonOptions
{
    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "The data folder: all stores of the platform.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("data", "store")),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print only JSON on standard output, for scripts." };

    public static Argument<string> TrackName() => new("ID")
    {
        Description = "Spotify id, spotify:track: URI, open.spotify.com link, ISRC or MBID.",
    };

    public static Argument<string> ArtistName() => new("ID") { Description = "Spotify id, spotify:artist: URI or open.spotify.com link." };

    public static Option<int> Limit(int most = 100, int usual = 10)
    {
        var limit = new Option<int>("--limit") { Description = $"Number of results, 1 to {most}.", DefaultValueFactory = _ => usual };
        limit.Validators.Add(result =>
        {
            if (int.TryParse(result.Tokens is [var token] ? token.Value : "", CultureInfo.InvariantCulture, out var value) && (value < 1 || value > most))
                result.AddError($"--limit: {value} is not in the range 1 to {most}.");
        });
        return limit;
    }

    /// <summary>The counts that were given, or those that the operator has configured for the data set.</summary>
    public static ExpectedCounts Expected(string[]? given) => ExpectedCounts.Parse(
        given is { Length: > 0 } ? given : new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection($"{DownloadOptions.Section}:{nameof(DownloadOptions.Expect)}").Get<string[]>() ?? []);

    /// <summary>Reads a size such as 4GB.</summary>
    /// <exception cref="UsageException">The text is not a size.</exception>
    public static long Size(string option, string text)
    {
        try
        {
            return Humanize.ParseBytes(text);
        }
        catch (FormatException ex)
        {
            throw new UsageException($"{option}: {ex.Message}");
        }
    }

    /// <exception cref="CommandException">The folder is missing, or the platform has not stored anything in it.</exception>
    public static DataFolder Existing(DirectoryInfo folder)
    {
        var problem = !folder.Exists ? $"There is no data folder '{folder.FullName}'."
            : !folder.EnumerateFiles("*.sqlite").Concat(folder.EnumerateFiles("*.sqlite.created")).Any() ? $"The folder '{folder.FullName}' is not a data folder: it has no *.sqlite file."
            : null;
        return problem is null
            ? new DataFolder(folder.FullName)
            : throw new CommandException($"{problem} {Remedy(folder)}");
    }

    /// <summary>Commands that ask a running platform do not come here when the environment names one.</summary>
    private static string Remedy(DirectoryInfo folder) => Environment.GetEnvironmentVariable(SourceOptions.Variable) is { Length: > 0 } address
        ? $"This command reads a data folder and cannot ask the platform at {address} ({SourceOptions.Variable}): give --data."
        : $"Create one with: platform run --input DIR --data '{folder}' --until-idle";
}

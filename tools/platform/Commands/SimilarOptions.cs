using System.CommandLine;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>The options of <c>platform similar</c>: the parameters of the read API, validated by its code.</summary>
internal sealed class SimilarOptions
{
    private readonly Option<string[]> weights = new("--weight")
    {
        Description = "NAME=0..100, such as tempo=2. Default 1; 0 ignores the dimension. Repeatable.",
    };

    private readonly (string Parameter, Option<string[]> Option)[] texts =
    [
        Text("limit", "1 to 100; default 10."),
        Text("min_popularity", "0 to 100."),
        Text("max_popularity", "0 to 100."),
        Text("min_year", "Year of release."),
        Text("max_year", "Year of release."),
        Text("decade", "First year of a decade, such as 1990."),
        Text("genre", "Any of the given genres. Repeatable."),
        Text("explicit", "true or false."),
        Text("has_mbid", "true or false."),
        Text("exclude_artist", "Spotify id of an artist to leave out. Repeatable."),
    ];

    private readonly (string Parameter, Option<bool> Option)[] flags =
    [
        Flag("exclude_seed_artists", "Leave out tracks by the artists of the given track."),
        Flag("explain", "List the features that agree and those that differ."),
    ];

    public IEnumerable<Option> All => [.. texts.Select(text => text.Option), weights, .. flags.Select(flag => flag.Option)];

    /// <summary>The given options by the read API's parameter names.</summary>
    public IEnumerable<KeyValuePair<string, string>> Read(ParseResult parsed) =>
    [
        .. from text in texts
           from value in parsed.GetValue(text.Option) ?? []
           select KeyValuePair.Create(text.Parameter, value),
        .. from flag in flags
           where parsed.GetValue(flag.Option)
           select KeyValuePair.Create(flag.Parameter, "true"),
        .. (parsed.GetValue(weights) ?? []).Select(Weight),
    ];

    private static KeyValuePair<string, string> Weight(string text) => text.Split('=', 2) is [var name, var value]
        ? KeyValuePair.Create("weight." + name, value)
        : throw new UsageException($"--weight is '{text}'; write NAME=0..100, such as tempo=2.");

    private static (string Parameter, Option<string[]> Option) Text(string parameter, string description) =>
        (parameter, new Option<string[]>(Name(parameter)) { Description = description });

    private static (string Parameter, Option<bool> Option) Flag(string parameter, string description) =>
        (parameter, new Option<bool>(Name(parameter)) { Description = description });

    private static string Name(string parameter) => "--" + parameter.Replace('_', '-');
}

using System.CommandLine;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>The options of <c>platform similar</c>: the read API's parameters, with its bounds and its words for what is wrong.</summary>
internal sealed class SimilarOptions
{
    private readonly Option<string[]> weights = new("--weight")
    {
        Description = "NAME=0..100, such as tempo=2; what is not named weighs 1, 0 leaves a dimension out. May be given again.",
    };

    private readonly (string Parameter, Option<string[]> Option)[] texts =
    [
        Text("limit", "1 to 100; 10 when it is not given."),
        Text("min_popularity", "0 to 100."),
        Text("max_popularity", "0 to 100."),
        Text("min_year", "Year of release."),
        Text("max_year", "Year of release."),
        Text("decade", "The first year of ten, such as 1990."),
        Text("genre", "One of the genres that are given. May be given again."),
        Text("explicit", "true or false."),
        Text("has_mbid", "true or false."),
        Text("exclude_artist", "An artist's Spotify id. May be given again."),
    ];

    private readonly (string Parameter, Option<bool> Option)[] flags =
    [
        Flag("exclude_seed_artists", "Leave out the tracks of the seed's own artists."),
        Flag("explain", "Say which features agree and which differ."),
    ];

    public IEnumerable<Option> All => [.. texts.Select(text => text.Option), weights, .. flags.Select(flag => flag.Option)];

    /// <summary>What was given, by the read API's names.</summary>
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
        : throw new UsageException($"--weight is '{text}'; it may be NAME=0..100, such as tempo=2.");

    private static (string Parameter, Option<string[]> Option) Text(string parameter, string description) =>
        (parameter, new Option<string[]>(Name(parameter)) { Description = description });

    private static (string Parameter, Option<bool> Option) Flag(string parameter, string description) =>
        (parameter, new Option<bool>(Name(parameter)) { Description = description });

    private static string Name(string parameter) => "--" + parameter.Replace('_', '-');
}

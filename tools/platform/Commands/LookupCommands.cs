using System.CommandLine;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Json;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Platform.Lookups;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Commands that ask about one track or artist: a running gateway, or a data folder, for which no server is needed.</summary>
internal static class LookupCommands
{
    public static Command Track() => Create(
        "track", "Shows a track: names, ids, match, features, analysis.", [],
        async (lookup, name, _, stop) =>
        {
            var track = (await lookup.GetTrackAsync(new GetTrackRequest { Track = name }, stop)).Track;
            var features = await OrNull(() => lookup.GetFeaturesAsync(new GetFeaturesRequest { Track = track.SpotifyId }, stop));
            var analysis = await OrNull(() => lookup.GetAnalysisAsync(new GetAnalysisRequest { Track = track.SpotifyId }, stop));
            return new Answer([track, features?.Features, analysis?.Analysis], () => TrackTables.Write(track, features?.Features, analysis?.Analysis));
        });

    public static Command Artist() => Create(
        "artist", "Shows an artist: genres, popularity, followers and images, of the Web API where it was asked.", [],
        async (lookup, name, _, stop) =>
        {
            var artist = (await lookup.GetArtistAsync(new GetArtistRequest { Artist = name }, stop)).Artist;
            return new Answer([artist], () => TrackTables.Write(artist));
        },
        CommonOptions.ArtistName(), "spotify:artist:0OdUWJ0sBjDrqHygGUXeCF");

    public static Command Similar()
    {
        var options = new SimilarOptions();
        return Create(
            "similar", "Finds similar tracks: cosine similarity over 13 audio features.", [.. options.All],
            async (lookup, name, parsed, stop) =>
            {
                var found = await lookup.FindSimilarAsync(SimilarParameters.Read(name, options.Read(parsed)), stop);
                return new Answer([found], () => TrackTables.Write(found));
            });
    }

    public static Command Pairs()
    {
        var limit = CommonOptions.Limit();
        return Create(
            "pairs", "Finds tracks that share playlists with a track: count, PMI, Jaccard.", [limit],
            async (lookup, name, parsed, stop) =>
            {
                var found = await lookup.FindCooccurringAsync(new FindCooccurringRequest { Track = name, Limit = parsed.GetValue(limit) }, stop);
                return new Answer([found], () => TrackTables.Write(found));
            });
    }

    private static Command Create(
        string verb, string description, IReadOnlyList<Option> options, Func<ILookup, string, ParseResult, CancellationToken, Task<Answer>> ask,
        Argument<string>? named = null, string example = "spotify:track:6rqhFgbbKwnb9MLmUQDhG6")
    {
        var name = named ?? CommonOptions.TrackName();
        var source = new SourceOptions();
        var json = CommonOptions.Json();
        var command = new Command(verb, $"""
            {description}

            Examples:
              platform {verb} {example} --data data/store
              platform {verb} {example} --address http://localhost:8081
            """)
        {
            name, json,
        };
        source.AddTo(command);
        foreach (var option in options)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            await using var lookup = source.Open(parsed);
            try
            {
                var answer = await ask(lookup, parsed.GetValue(name)!, parsed, stop);
                if (parsed.GetValue(json))
                    Console.WriteLine(answer.ToJson());
                else
                    answer.Print();
                return ExitCode.Done;
            }
            catch (Exception ex) when (ex is MalformedNameException or MalformedRequestException)
            {
                throw new UsageException(ex.Message);
            }
            catch (NotFoundException ex)
            {
                throw new CommandException(ex.Message);
            }
        });
        return command;
    }

    /// <summary>Features and analysis of a track are optional.</summary>
    private static async Task<T?> OrNull<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (Exception ex) when (ex is NotFoundException or TableNotBuiltException)
        {
            return null;
        }
    }

    /// <summary>One answer: protobuf messages for scripts, tables for people.</summary>
    private sealed record Answer(IReadOnlyList<IMessage?> Messages, Action Print)
    {
        /// <summary>The message as JSON; several messages as an object by message name.</summary>
        public string ToJson() => Messages.Count == 1
            ? LookupEndpoints.Formatter.Format(Messages[0])
            : $"{{{string.Join(", ", Messages.OfType<IMessage>().Select(m => $"\"{m.Descriptor.Name.ToLowerInvariant()}\": {LookupEndpoints.Formatter.Format(m)}"))}}}";
    }
}

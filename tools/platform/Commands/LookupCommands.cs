using System.CommandLine;
using Google.Protobuf;
using SpotifyPlatform.Contracts.Lookup.V1;
using SpotifyPlatform.LookupGateway.Api;
using SpotifyPlatform.LookupGateway.Json;
using SpotifyPlatform.LookupGateway.Lookup;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands;

/// <summary>Questions about one track, answered by the read API's own code on the data folder, with no server running.</summary>
internal static class LookupCommands
{
    public static Command Track() => Create(
        "track", "What is known of a track: names, ids, match, features, analysis.", [],
        async (answering, name, _, stop) =>
        {
            var track = (await answering.GetTrackAsync(new GetTrackRequest { Track = name }, stop)).Track;
            var features = await OrNull(() => answering.GetFeaturesAsync(new GetFeaturesRequest { Track = track.SpotifyId }, stop));
            var analysis = await OrNull(() => answering.GetAnalysisAsync(new GetAnalysisRequest { Track = track.SpotifyId }, stop));
            return new Answer([track, features?.Features, analysis?.Analysis], () => TrackTables.Write(track, features?.Features, analysis?.Analysis));
        });

    public static Command Similar()
    {
        var options = new SimilarOptions();
        return Create(
            "similar", "The tracks that sound like a track: cosine over 13 features.", [.. options.All],
            async (answering, name, parsed, stop) =>
            {
                var found = await answering.FindSimilarAsync(SimilarParameters.Read(name, options.Read(parsed)), stop);
                return new Answer([found], () => TrackTables.Write(found));
            });
    }

    public static Command Pairs()
    {
        var limit = CommonOptions.Limit();
        return Create(
            "pairs", "The tracks that share playlists with a track: count, PMI, Jaccard.", [limit],
            async (answering, name, parsed, stop) =>
            {
                var found = await answering.FindCooccurringAsync(new FindCooccurringRequest { Track = name, Limit = parsed.GetValue(limit) }, stop);
                return new Answer([found], () => TrackTables.Write(found));
            });
    }

    private static Command Create(
        string verb, string description, IReadOnlyList<Option> options, Func<LookupApi, string, ParseResult, CancellationToken, Task<Answer>> ask)
    {
        var name = CommonOptions.TrackName();
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var command = new Command(verb, $"""
            {description}

            Example:
              platform {verb} spotify:track:6rqhFgbbKwnb9MLmUQDhG6 --data data/store
            """)
        {
            name, data, json,
        };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Lookup(CommonOptions.Existing(parsed.GetValue(data)!));
            try
            {
                var answer = await ask(services.GetRequiredService<LookupApi>(), parsed.GetValue(name)!, parsed, stop);
                if (parsed.GetValue(json))
                    Console.WriteLine(answer.ToJson());
                else
                    answer.Print();
                return ExitCode.Done;
            }
            catch (Exception e) when (e is MalformedNameException or MalformedRequestException)
            {
                throw new UsageException(e.Message);
            }
            catch (NotFoundException e)
            {
                throw new CommandException(e.Message);
            }
        });
        return command;
    }

    /// <summary>A track without features or analysis is still a track.</summary>
    private static async Task<T?> OrNull<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>One answer, as messages of the contract for scripts and as tables for people.</summary>
    private sealed record Answer(IReadOnlyList<IMessage?> Messages, Action Print)
    {
        /// <summary>The message; of several, an object by their names.</summary>
        public string ToJson() => Messages.Count == 1
            ? LookupEndpoints.Formatter.Format(Messages[0])
            : $"{{{string.Join(", ", Messages.OfType<IMessage>().Select(m => $"\"{m.Descriptor.Name.ToLowerInvariant()}\": {LookupEndpoints.Formatter.Format(m)}"))}}}";
    }
}

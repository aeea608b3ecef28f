using System.CommandLine;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Api;
using SpotifyPlatform.ListeningHistory.Insights;
using SpotifyPlatform.Platform.Hosting;
using Exclusion = SpotifyPlatform.Contracts.Listening.V1.Exclusion;

namespace SpotifyPlatform.Platform.Commands.Listening;

/// <summary><c>platform listening exclude</c>: leaves artists and tracks out of insights; their plays stay.</summary>
internal static class ExcludeCommand
{
    public static Command Create()
    {
        var artist = new Option<string[]>("--artist") { Description = "An artist's name as the plays write it; may be repeated." };
        var track = new Option<string[]>("--track") { Description = "A spotify:track: URI; may be repeated." };
        var remove = new Option<bool>("--remove") { Description = "Count them again." };
        var account = ListeningOptions.Account();
        var data = CommonOptions.Data();
        var command = new Command("exclude", """
            Leaves artists or tracks out of every insight, such as sleep sounds or children's music. Without names it lists what is left out.

            Example:
              platform listening exclude --artist "White Noise"
            """)
        {
            artist, track, remove, account, data,
        };
        command.SetAction(async (parsed, stop) =>
        {
            await using var services = PlatformHost.Listening(DataFolder.Of(parsed.GetValue(data)!));
            var exclusions = services.GetRequiredService<ExclusionApi>();
            var name = ListeningOptions.Read(parsed.GetValue(account)!);
            var named = (parsed.GetValue(artist) ?? []).Select(value => new Exclusion { Kind = ExclusionKind.Artist, Value = value })
                .Concat((parsed.GetValue(track) ?? []).Select(value => new Exclusion { Kind = ExclusionKind.Track, Value = value }));
            try
            {
                foreach (var exclusion in named)
                    await (parsed.GetValue(remove) ? exclusions.RemoveAsync(name, exclusion, stop) : exclusions.AddAsync(name, exclusion, stop));
            }
            catch (MalformedInsightException ex)
            {
                throw new UsageException(ex.Message);
            }
            catch (NoPlaysPublishedException ex)
            {
                throw new CommandException(ex.Message);
            }

            var excluded = exclusions.List(name).Exclusions;
            if (excluded.Count == 0)
                Console.WriteLine("Nothing is left out.");
            foreach (var exclusion in excluded)
                Console.WriteLine($"left out: {(exclusion.Kind == ExclusionKind.Artist ? "artist" : "track")} {exclusion.Value}");
            return ExitCode.Done;
        });
        return command;
    }
}

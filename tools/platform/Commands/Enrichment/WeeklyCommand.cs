using System.CommandLine;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Lake.Weekly;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary><c>platform enrichment weekly</c>: the weekly job, by hand.</summary>
internal static class WeeklyCommand
{
    public static Command Create()
    {
        var options = new LakeCommandOptions();
        var bucket = IngestCommands.Bucket();
        var command = new Command("weekly", """
            Runs the weekly enrichment now: fetch, ingest, transform, clean-up. The first error ends it. The service runs it on Sundays at 07:00 Europe/Paris.

            Example:
              platform enrichment weekly --env prd
            """)
        {
            bucket,
        };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            try
            {
                await lake.Get<WeeklyEnrichment>().RunAsync(
                    lake.Target, parsed.GetValue(bucket), lake.Get<IOptions<LakeOptions>>().Value.OutputFolder, lake.Progress, stop);
            }
            catch (WeeklyStepException ex)
            {
                throw new CommandException(ex.Message);
            }

            Console.WriteLine("The weekly enrichment is done.");
            return ExitCode.Done;
        }));
        return command;
    }
}

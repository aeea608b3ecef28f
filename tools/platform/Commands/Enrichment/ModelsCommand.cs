using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Lake.Models;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary><c>platform models</c>: the tables that are made by SQL from lake tables.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "The tables and views that SQL makes from the tables of the lake.") { Run(), List() };

    private static Command Run()
    {
        var options = new LakeCommandOptions("--target");
        var selection = new Argument<string?>("MODEL") { Description = "A model, or MODEL+ with all that depend on it; every model unless given.", Arity = ArgumentArity.ZeroOrOne };
        var fullRefresh = new Option<bool>("--full-refresh") { Description = "Make incremental tables anew." };
        var command = new Command("run", """
            Makes models anew, each after those that it reads. Incremental models take only what differs.

            Example:
              platform models run lake_spotify__stg_artist_enrichment+ --target prd
            """)
        {
            selection, fullRefresh,
        };
        foreach (var option in options.All)
            command.Add(option);
        command.SetAction((parsed, stop) => options.RunAsync(parsed, async lake =>
        {
            try
            {
                var runs = await lake.Get<ModelRunner>().RunAsync(parsed.GetValue(selection), lake.Target, parsed.GetValue(fullRefresh), lake.Progress, stop);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Count:N0} models are made in {lake.Target.LakeDataset} and {lake.Target.HubDataset}."));
                return ExitCode.Done;
            }
            catch (FormatException ex)
            {
                throw new UsageException(ex.Message);
            }
        }));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", """
            Lists the models in the order in which they run.

            Example:
              platform models list
            """);
        command.SetAction(_ =>
        {
            var table = new Table().AddColumns("model", "made as", "reads");
            foreach (var model in ModelGraph.BuiltIn.Models)
                table.AddRow(model.Name, model.Materialization.ToString().ToLowerInvariant(), string.Join(", ", model.Sources.Concat(model.References)));
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}

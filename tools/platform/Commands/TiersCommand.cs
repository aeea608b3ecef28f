using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Tiers;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform tiers</c>: what each beginning of tier A would hold and cost.</summary>
internal static class TiersCommand
{
    /// <summary>Until this folder's own index tells: a million vectors with names, ISRC, an artist and two genres took 243 bytes each.</summary>
    private const long UsualBytes = 250;

    /// <summary>Fewer vectors than this say nothing about a row: a file has a smallest size.</summary>
    private const long EnoughVectors = 10_000;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var top = new Option<long>("--top") { Description = "Also the beginning for so many most popular tracks.", DefaultValueFactory = _ => 1_000_000 };
        var rate = new Option<double>("--vectors-per-second") { Description = "How fast this machine fills the index; 6,000 is what two busy cores did.", DefaultValueFactory = _ => 6_000 };
        var json = CommonOptions.Json();
        var command = new Command("tiers", """
            How many tracks tier A (vectors in the index), B (computed when asked for, kept) and C (computed each time) would have from
            each popularity, and what the index would cost. The choice is the option Vectorizer__MinPopularity of a run.

            Example:
              platform tiers --data data/store --top 15000000
            """)
        {
            data, top, rate, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (most, perSecond) = (parsed.GetValue(top), parsed.GetValue(rate));
            if (most < 0 || !(perSecond is > 0 and < double.PositiveInfinity))
                throw new UsageException($"--top is {most} and --vectors-per-second {perSecond}; they may be 0 and more, and above 0.");
            var folder = CommonOptions.Existing(parsed.GetValue(data)!);
            await using var services = PlatformHost.Lookup(folder);
            var counts = await services.GetRequiredService<IFeatureRanking>().CountByPopularityAsync(stop);
            var cost = new TierCost(await BytesAsync(folder, services.GetRequiredService<IVectorIndex>(), stop), perSecond);
            var choices = new TierTable(counts, cost).Choices(most);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(new { cost.BytesPerVector, cost.VectorsPerSecond, Choices = choices }, Json));
            else
                Write(choices, cost);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Bytes a vector takes in this folder's index, where it has enough of them to tell.</summary>
    private static async Task<long> BytesAsync(DataFolder folder, IVectorIndex index, CancellationToken cancellationToken)
    {
        var (vectors, bytes) = (await index.CountAsync(cancellationToken), folder.VectorBytes());
        return vectors < EnoughVectors || bytes == 0 ? UsualBytes : bytes / vectors;
    }

    private static void Write(IReadOnlyList<TierChoice> choices, TierCost cost)
    {
        var table = new Table().AddColumns("tier A from");
        foreach (var column in new[] { "tier A", "tier B", "tier C", "index", "seconds" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var choice in choices)
        {
            table.AddRow(
                choice.Top is { } top ? $"{choice.MinPopularity} (top {Number(top)})" : $"{choice.MinPopularity}",
                Number(choice.TierA), Number(choice.TierB), Number(choice.TierC), Figures.Bytes(choice.Bytes), Number(Math.Ceiling(choice.Seconds)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"Estimated at {cost.BytesPerVector} bytes a vector and {Number(cost.VectorsPerSecond)} vectors a second.");
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

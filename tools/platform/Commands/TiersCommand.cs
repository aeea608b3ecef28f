using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Planning;
using SpotifyPlatform.Storage;
using SpotifyPlatform.Vectorizer.Tiers;
using SpotifyPlatform.Vectors;
using CurrentTables = SpotifyPlatform.Tables.CurrentTables;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform tiers</c>: index size and cost per popularity threshold.</summary>
internal static class TiersCommand
{
    /// <summary>Used until this folder has a large table: a million vectors with names, ISRC, an artist and two genres took 243 bytes each.</summary>
    private const long DefaultBytesPerVector = 250;

    /// <summary>With fewer vectors the fixed size of the files dominates.</summary>
    private const long MinVectorsForEstimate = 10_000;

    public static Command Create()
    {
        var data = CommonOptions.Data();
        var top = new Option<long?>("--top") { Description = "Adds a row for the N most popular tracks." };
        var rate = new Option<double>("--vectors-per-second") { Description = "Vectors that this machine builds in a second.", DefaultValueFactory = _ => 6_000 };
        var json = CommonOptions.Json();
        var command = new Command("tiers", """
            Shows index size and cost per popularity threshold: the tracks in tier A (vector in the index), tier B (vector computed on demand
            and kept) and tier C (computed each time), and the monthly price of the vectors (Prices__VectorsPerMillionMonth). Set the chosen threshold
            with Vectorizer__MinPopularity.

            Example:
              platform tiers --data data/store --top 15000000
            """)
        {
            data, top, rate, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var (most, perSecond) = (parsed.GetValue(top), parsed.GetValue(rate));
            if (most < 0)
                throw new UsageException($"--top is {most}; it must not be negative.");
            if (!(perSecond is > 0 and < double.PositiveInfinity))
                throw new UsageException($"--vectors-per-second is {perSecond}; it must be greater than 0.");
            var folder = CommonOptions.Existing(parsed.GetValue(data)!);
            await using var services = PlatformHost.Lookup(folder);
            var counts = await services.GetRequiredService<IFeatureRanking>().CountByPopularityAsync(stop);
            var cost = new TierCost(await BytesAsync(services.GetRequiredService<CurrentTables>(), stop), perSecond);
            var choices = new TierTable(counts, cost).Choices(most ?? 0).Where(choice => most is not null || choice.Top is null).ToList();
            var prices = Prices.Read().Of;
            if (parsed.GetValue(json))
                JsonOutput.WriteIndented(new
                {
                    cost.BytesPerVector, cost.VectorsPerSecond,
                    Choices = choices.Select(choice => new
                    {
                        choice.MinPopularity, choice.Top, choice.TierA, choice.TierB, choice.TierC, choice.Bytes, choice.Seconds, MonthlyCost = MonthlyCost.OfVectors(choice.TierA, prices),
                    }),
                });
            else
                Write(choices, cost, prices);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Bytes per vector of this folder's table if it is large enough, else the default.</summary>
    private static async Task<long> BytesAsync(CurrentTables tables, CancellationToken cancellationToken) => await tables.Of(VectorTable.Name).ReadAsync(
        table => table?.Manifest is { } manifest && manifest.Counts[VectorTable.Vectors] is >= MinVectorsForEstimate and var vectors ? manifest.Bytes / vectors : DefaultBytesPerVector,
        cancellationToken);

    private static void Write(IReadOnlyList<TierChoice> choices, TierCost cost, PriceOptions prices)
    {
        var table = new Table().AddColumns("min. popularity");
        foreach (var column in new[] { "tier A", "tier B", "tier C", "index", "seconds", "a month" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var choice in choices)
        {
            table.AddRow(
                choice.Top is { } top ? $"{choice.MinPopularity} (top {Number(top)})" : $"{choice.MinPopularity}",
                Number(choice.TierA), Number(choice.TierB), Number(choice.TierC), Humanize.Bytes(choice.Bytes), Number(Math.Ceiling(choice.Seconds)),
                PlanListing.Dollars(MonthlyCost.OfVectors(choice.TierA, prices)));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"Estimated at {cost.BytesPerVector} bytes per vector and {Number(cost.VectorsPerSecond)} vectors per second.");
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

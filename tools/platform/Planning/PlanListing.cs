using System.Globalization;
using Spectre.Console;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Planning;

/// <summary>Shows what an import takes.</summary>
internal static class PlanListing
{
    public static void Write(ImportPlan plan, Prices prices, long freeBytes)
    {
        var work = plan.Workload;
        Console.WriteLine(
            $"{Humanize.Bytes(work.InputBytes)}: {Number(work.Tracks)} tracks, {Number(work.Playlists)} playlists of {Number(work.Entries)} tracks, {Number(work.Shards)} shards of {Humanize.Bytes(work.ShardBytes)}.");
        Write("time", plan.Stages.Select(stage => (stage.Name, Duration(stage.Seconds))).Append(("all", Duration(plan.Seconds))));
        Write("disk", plan.Disk.Select(part => (part.Name, Humanize.Bytes(part.Bytes))).Append(("all, and 1 GiB that stays free", Humanize.Bytes(plan.DiskBytes))).Append(("free now", Humanize.Bytes(freeBytes))));
        Write("memory", plan.Memory.Select(part => (part.Name, Humanize.Bytes(part.Bytes))).Append(("all", Humanize.Bytes(plan.MemoryBytes))));
        Write("money, once", plan.Prices.Select(price => (price.Name, Dollars(price.Dollars))).Append(("all", Dollars(plan.Dollars))));
        WritePresets(prices);
        Console.WriteLine($"Measured on {plan.Rates.Cores} cores, of which the runs used {plan.Rates.Utilisation:P0}.");
    }

    public static void WriteJson(ImportPlan plan, Prices prices, long freeBytes) => JsonOutput.WriteIndented(new
    {
        plan.Workload, plan.Rates, plan.Stages, plan.Seconds, plan.Disk, plan.DiskBytes, FreeBytes = freeBytes, plan.Memory, plan.MemoryBytes, plan.Prices, plan.Dollars,
        Monthly = Preset.All.Select(preset => new { preset.Name, preset.Vectors, preset.IsRecommended, Cost = prices.Monthly(preset.Vectors) }),
    });

    /// <summary>The monthly cost of each preset.</summary>
    private static void WritePresets(Prices prices)
    {
        var table = new Table().Title("serving, a month").AddColumn("preset");
        foreach (var column in new[] { "vectors", "object store", "hot database", "vector index", "near cache", "all", "about" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var preset in Preset.All)
        {
            var cost = prices.Monthly(preset.Vectors);
            table.AddRow(
                preset.IsRecommended ? $"{preset.Name} (recommended)" : preset.Name, Number(preset.Vectors), Dollars(cost.Objects), Dollars(cost.Database), Dollars(cost.Vectors), Dollars(cost.Cache),
                Dollars(cost.Total), string.Create(CultureInfo.InvariantCulture, $"${cost.RoundedUp:N0}"));
        }

        AnsiConsole.Write(table);
    }

    public static string Dollars(double dollars) => string.Create(CultureInfo.InvariantCulture, $"${dollars:N2}");

    private static void Write(string title, IEnumerable<(string Name, string Value)> rows)
    {
        var table = new Table().NoBorder().HideHeaders().Title(title).AddColumn("").AddColumn(new TableColumn("").RightAligned());
        foreach (var (name, value) in rows)
            table.AddRow(Markup.Escape(name), value);
        AnsiConsole.Write(table);
    }

    private static string Duration(double seconds) =>
        TimeSpan.FromSeconds(seconds) is var time && time.TotalHours >= 1 ? $"{(long)time.TotalHours}:{time:mm\\:ss} h" : $"{time:m\\:ss} min";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}

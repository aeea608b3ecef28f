using System.CommandLine;
using SpotifyPlatform.Platform.Output;
using SpotifyPlatform.Platform.Planning;

namespace SpotifyPlatform.Platform.Commands;

/// <summary><c>platform plan</c>: disk, memory, time and money of an import, before it starts.</summary>
internal static class PlanCommand
{
    private const string July2025 = "2025-07";

    public static Command Create()
    {
        var input = new Option<DirectoryInfo>("--input") { Description = "The data set's folder; its size is read without a scan." };
        var set = new Option<string>("--data-set") { Description = $"Instead of a folder: {July2025}, the whole data set of that month." };
        var share = new Option<double>("--share") { Description = "Of the data set, above 0 to 1.", DefaultValueFactory = _ => 1 };
        var data = CommonOptions.Data();
        var calibrate = new Option<int>("--calibrate") { Description = "Seconds to measure this machine, 1 to 600.", DefaultValueFactory = _ => 30 };
        var rate = new Option<string>("--download-rate") { Description = "Bytes a second that the download will have, such as 50MB; 0 where the files are here. Default: 0 for a folder, else 50MB." };
        var seeds = new Option<bool>("--seed-month") { Description = "Also the price of a month of seeding." };
        var json = CommonOptions.Json();
        var command = new Command("plan", """
            Says what importing a data set takes in disk, memory, time and money, before anything starts. This machine is measured by running the pipeline on a
            small invented data set, in a temporary folder of the data folder's disk. Ends with 1 where the disk is too small. Prices are set by environment
            variables, such as Prices__VmPerDay=4.5 and ServingUse__ObjectsGB=100.

            Examples:
              platform plan --input data/input --data data/store
              platform plan --data-set 2025-07 --share 0.01 --data data/store --download-rate 50MB
            """)
        {
            input, set, share, data, calibrate, rate, seeds, json,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(share) is not (> 0 and <= 1))
                throw new UsageException($"--share is {parsed.GetValue(share)}; it must be above 0 and at most 1.");
            if (parsed.GetValue(calibrate) is < 1 or > 600)
                throw new UsageException($"--calibrate is {parsed.GetValue(calibrate)}; it must be 1 to 600.");
            var prices = Prices.Read();
            var work = Read(parsed.GetValue(input), parsed.GetValue(set)).Share(parsed.GetValue(share));
            var disk = PlannedFolder.Of(parsed.GetValue(data)!);
            var download = parsed.GetValue(rate) is { } text ? CommonOptions.Size("--download-rate", text) : parsed.GetValue(input) is null ? 50_000_000 : 0;
            // Before the machine is measured: what is not there in the end is not there for the files alone.
            disk.Require(work.LargestDecompressed + (download > 0 ? work.InputBytes : 0), "The files alone need");
            var plan = ImportPlan.Of(work, await CalibrateAsync(disk, TimeSpan.FromSeconds(parsed.GetValue(calibrate)), stop), download, parsed.GetValue(seeds), prices);
            if (parsed.GetValue(json))
                PlanListing.WriteJson(plan, prices, disk.FreeBytes);
            else
                PlanListing.Write(plan, prices, disk.FreeBytes);
            disk.Require(plan.DiskBytes, "The import needs");
            return ExitCode.Done;
        });
        return command;
    }

    private static Workload Read(DirectoryInfo? input, string? set)
    {
        if (input is null == set is null)
            throw new UsageException("Give --input for a folder, or --data-set.");
        if (input is not null)
            return new WorkloadReader(RunCommand.Existing(input).FullName).Read();
        return set == July2025 ? Workload.July2025 : throw new UsageException($"--data-set: '{set}' is not known; {July2025} is.");
    }

    private static async Task<MachineRates> CalibrateAsync(PlannedFolder disk, TimeSpan duration, CancellationToken stop)
    {
        var folder = disk.CreateScratch();
        try
        {
            using var line = new ProgressLine();
            return await new Calibration(folder, duration, line).RunAsync(stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

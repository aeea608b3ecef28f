using System.CommandLine;
using SpotifyPlatform.Lake;
using SpotifyPlatform.Platform.Hosting;
using SpotifyPlatform.Platform.Output;

namespace SpotifyPlatform.Platform.Commands.Enrichment;

/// <summary>Options that the commands on lake and hub share.</summary>
internal sealed class LakeCommandOptions
{
    /// <param name="environment">What the environment's option is called: <c>--env</c>, or <c>--target</c> for models.</param>
    public LakeCommandOptions(string environment = "--env")
    {
        Environment = new Option<string>(environment) { Description = "The environment: dev or prd.", DefaultValueFactory = _ => "dev" };
        Environment.AcceptOnlyFromAmong([.. LakeTarget.Environments]);
    }

    public Option<string> Environment { get; }

    public Option<string?> Dataset { get; } = new("--dataset")
    {
        Description = "The data set of the lake, such as dp_lake_dev; that of the hub follows from it, such as dp_hub_dev. The environment's own unless set.",
    };

    public Option<string?> Project { get; } = new("--project-id") { Description = "A project of BigQuery, in place of the warehouse in the data folder." };

    public Option<DirectoryInfo> Data { get; } = CommonOptions.Data();

    public Option<FileInfo?> LogFile { get; } = new("--log-file") { Description = "A file to which progress and errors are appended too." };

    public IReadOnlyList<Option> All => [Environment, Dataset, Project, Data, LogFile];

    /// <summary>Runs an action on lake and hub; what it expects to fail is a message with a remedy.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<LakeCommand, Task<int>> run)
    {
        using var log = parsed.GetValue(LogFile) is { } file ? new LogFile(file.FullName, TimeProvider.System) : null;
        try
        {
            await using var services = PlatformHost.Lake(DataFolder.Make(parsed.GetValue(Data)!), parsed.GetValue(Project));
            return await run(new LakeCommand(services, ReadTarget(parsed), new LogProgress(log)));
        }
        catch (Exception ex)
        {
            log?.Write(ex.Message);
            throw;
        }
    }

    private LakeTarget ReadTarget(ParseResult parsed)
    {
        try
        {
            return LakeTarget.Of(parsed.GetValue(Environment)!, parsed.GetValue(Dataset));
        }
        catch (FormatException ex)
        {
            throw new UsageException(ex.Message);
        }
    }
}

/// <summary>What a command on lake and hub works with.</summary>
internal sealed record LakeCommand(IServiceProvider Services, LakeTarget Target, IProgress<string> Progress)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();
}

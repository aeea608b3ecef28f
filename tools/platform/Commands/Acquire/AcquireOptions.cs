using System.CommandLine;
using System.Globalization;
using SpotifyPlatform.Acquirer;
using SpotifyPlatform.Platform.Hosting;

namespace SpotifyPlatform.Platform.Commands.Acquire;

/// <summary>Options of the commands that work on the files of a data set. What is not given is that of the configuration, <c>Acquirer:Download</c>.</summary>
internal sealed class AcquireOptions
{
    private readonly Option<DirectoryInfo> input = Input();
    private readonly Option<DirectoryInfo> data = CommonOptions.Data();
    private readonly Option<bool> json = CommonOptions.Json();

    private readonly Option<string[]> sources = new("--source")
    {
        Description = "A folder, gs://BUCKET/PREFIX, store:FOLDER, archive, https://..., torrent:FILE or magnet:...; may be repeated, asked in this order.",
    };

    private readonly Option<string?> archive = new("--archive") { Description = "Where verified files are backed up: gs://BUCKET/PREFIX or store:FOLDER." };

    public static Option<DirectoryInfo> Input() => new("--input") { Description = "The folder with the data set's files.", Required = true };

    /// <summary>Reads a time such as 30d, 12h, 90m or 45s.</summary>
    /// <exception cref="UsageException">The text is none.</exception>
    public static TimeSpan Duration(string option, string text) =>
        text.Length > 1 && "smhd".IndexOf(text[^1], StringComparison.Ordinal) is var unit and >= 0
        && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 100_000
            ? number * new[] { TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1) }[unit]
            : throw new UsageException($"{option}: '{text}' is no time. Write 30d, 12h, 90m or 45s.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { input, data, sources, archive, json })
            command.Options.Add(option);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(json);

    /// <summary>Whether there is a data folder, in which files may have been announced.</summary>
    public bool HasStore(ParseResult parsed) => parsed.GetValue(data)!.Exists && File.Exists(DataFolder.Of(parsed.GetValue(data)!).Bus);

    public string FolderOf(ParseResult parsed) => Directory.CreateDirectory(parsed.GetValue(input)!.FullName).FullName;

    /// <summary>The acquirer's services, which write to the data folder only where they find announced files.</summary>
    public ServiceProvider Open(ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>();
        foreach (var (number, source) in (parsed.GetValue(sources) ?? []).Index())
            settings[$"{DownloadOptions.Section}:{nameof(DownloadOptions.Sources)}:{number}"] = source;
        if (parsed.GetValue(archive) is { } address)
            settings[$"{DownloadOptions.Section}:{nameof(DownloadOptions.Archive)}"] = address;
        return PlatformHost.Acquirer(DataFolder.Of(parsed.GetValue(data)!), FolderOf(parsed), settings);
    }
}

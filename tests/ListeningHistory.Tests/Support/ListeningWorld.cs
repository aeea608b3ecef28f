using System.IO.Compression;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Store;
using SpotifyPlatform.ListeningHistory.Store.Sqlite;

namespace SpotifyPlatform.ListeningHistory.Tests.Support;

/// <summary>Stores in a temporary folder, and the exports that are imported into them.</summary>
internal sealed class ListeningWorld : IDisposable
{
    public const string AudioFile = "Streaming_History_Audio_2024_0.json";

    private readonly string root = Directory.CreateTempSubdirectory("listening-").FullName;

    public ListeningWorld(ExportLimits? limits = null, ListeningHistoryOptions? options = null)
    {
        DataFolder = Path.Combine(root, "data");
        InputFolder = Directory.CreateDirectory(Path.Combine(root, "input")).FullName;
        options ??= new ListeningHistoryOptions();
        Stores = new SqliteListeningStores(
            Options.Create(new ListeningHistoryOptions
            {
                DataFolder = DataFolder, TimeZone = options.TimeZone, MinPlayMs = options.MinPlayMs, CountsShortTracks = options.CountsShortTracks, DatesByStart = options.DatesByStart,
            }),
            Time);
        Imports = new ListeningImports(Stores, [Changes], limits ?? ExportLimits.Default, Time, NullLogger<ListeningImports>.Instance);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));

    public string DataFolder { get; }

    public string InputFolder { get; }

    public SqliteListeningStores Stores { get; }

    public ListeningImports Imports { get; }

    public RecordedChanges Changes { get; } = new();

    public AccountName Account { get; } = AccountName.Default;

    public string Write(string name, params ExportRow[] rows) => WriteText(name, $"[\n  {string.Join(",\n  ", rows.Select(row => row.Json))}\n]");

    public string WriteText(string name, string json)
    {
        var path = Path.Combine(InputFolder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json);
        return path;
    }

    public string Zip(string name, params (string Entry, string Json)[] entries)
    {
        var path = Path.Combine(InputFolder, name);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, json) in entries)
        {
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(json);
        }

        return path;
    }

    public static string Array(params ExportRow[] rows) => $"[{string.Join(",", rows.Select(row => row.Json))}]";

    public Task<ImportReport> ImportAsync(params string[] paths) => RunAsync(ImportMode.Add, paths);

    public Task<ImportReport> PreviewAsync(params string[] paths) => RunAsync(ImportMode.Preview, paths);

    public Task<ImportReport> RunAsync(ImportMode mode, params string[] paths) =>
        Imports.ImportAsync(Account, paths, mode, progress: null, CancellationToken.None);

    /// <summary>Imports rows as one file and returns what is then there.</summary>
    public async Task<List<PlayRow>> RowsOfAsync(params ExportRow[] rows)
    {
        await ImportAsync(Write(AudioFile, rows));
        return Rows();
    }

    public List<PlayRow> Rows(string account = "me") => [.. Stores.Open(AccountName.Parse(account)).ReadRows(CancellationToken.None)];

    public void Dispose()
    {
        Stores.Dispose();
        Directory.Delete(root, recursive: true);
    }
}

/// <summary>Records the calls.</summary>
internal sealed class RecordedChanges : IListeningChanges
{
    public List<string> Calls { get; } = [];

    public Task ChangedAsync(IListeningStore store, CancellationToken cancellationToken)
    {
        Calls.Add($"{store.Account} changed to {store.Revision}");
        return Task.CompletedTask;
    }

    public Task DeletedAsync(AccountName account, CancellationToken cancellationToken)
    {
        Calls.Add($"{account} deleted");
        return Task.CompletedTask;
    }
}

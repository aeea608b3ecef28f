using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Sqlite;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>A data set folder and a pipeline that remembers what it was told.</summary>
internal sealed class ScanScenario : IVerifiedFiles, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("acquirer-");
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ScanScenario() => Directory.CreateDirectory(Folder);

    public string Folder => Path.Combine(root.FullName, "input");

    public AcquisitionStatus Status { get; private set; } = new();

    public List<VerifiedFile> Told { get; } = [];

    /// <summary>Thrown instead of telling, as a process that dies there would leave it.</summary>
    public Exception? Fault { get; set; }

    public int Parallelism { get; init; } = 1;

    public bool PlaylistsOnly { get; set; }

    /// <summary>Happens in the middle of a scan, when a file is told.</summary>
    public Action WhenTold { get; set; } = () => { };

    public string[] ToldNames => [.. Told.Select(file => file.File.Name)];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public async Task ScanAsync()
    {
        Status = new AcquisitionStatus();
        using var ledger = new SqliteFileLedger(Path.Combine(root.FullName, "acquirer.sqlite"));
        var metrics = new AcquirerMetrics(services.GetRequiredService<IMeterFactory>());
        await new FolderScan(Folder, Parallelism, ledger, this, Status, metrics, TimeProvider.System, PlaylistsOnly).RunAsync(CancellationToken.None);
    }

    public Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        lock (Told)
            Told.Add(file);
        WhenTold();
        return Fault is { } fault ? Task.FromException(fault) : Task.CompletedTask;
    }

    public static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    /// <summary>The one refused file.</summary>
    public (string Name, string Code) Refused()
    {
        var refused = Assert.Single(Status.Refused);
        return (refused.Name, refused.Code);
    }

    public void Dispose()
    {
        services.Dispose();
        root.Delete(recursive: true);
    }
}

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

    public string Folder => Path.Combine(root.FullName, "input");

    public AcquisitionStatus Status { get; private set; } = new();

    public List<VerifiedFile> Told { get; } = [];

    /// <summary>Thrown instead of telling, as a process that dies there would leave it.</summary>
    public Exception? Fault { get; set; }

    public string[] ToldNames => [.. Told.Select(file => file.File.Name)];

    public void Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    public async Task ScanAsync()
    {
        Directory.CreateDirectory(Folder);
        Status = new AcquisitionStatus();
        using var ledger = new SqliteFileLedger(Path.Combine(root.FullName, "acquirer.sqlite"));
        var metrics = new AcquirerMetrics(services.GetRequiredService<IMeterFactory>());
        await new FolderScan(Folder, 1, ledger, this, Status, metrics).RunAsync(CancellationToken.None);
    }

    public Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        Told.Add(file);
        return Fault is { } fault ? Task.FromException(fault) : Task.CompletedTask;
    }

    public static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));

    public void Dispose()
    {
        services.Dispose();
        root.Delete(recursive: true);
    }
}

using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Acquirer.Acquisition;
using SpotifyPlatform.Acquirer.Downloads;
using SpotifyPlatform.Acquirer.Sqlite;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>A data set folder, and a publisher that records and is the topic that is read.</summary>
internal sealed class ScanScenario : IVerifiedFilePublisher, IAnnouncedFiles, IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ScanScenario() => Directory.CreateDirectory(Folder);

    public string Folder => root.File("input");

    public AcquisitionStatus Status { get; private set; } = new();

    public FakeTimeProvider Time { get; } = new();

    /// <summary>How often the announcements were read, which each scan does once.</summary>
    public int Lists { get; private set; }

    public List<VerifiedFile> Published { get; } = [];

    public List<WithdrawnFile> Withdrawn { get; } = [];

    /// <summary>Thrown after publishing, as if the process died there.</summary>
    public Exception? Failure { get; set; }

    public int Parallelism { get; init; } = 1;

    public bool PlaylistsOnly { get; set; }

    /// <summary>Runs in the middle of a scan, when a file is published.</summary>
    public Action OnPublish { get; set; } = () => { };

    public string[] PublishedNames => [.. Published.Select(file => file.File.Name)];

    public string PathOf(string name) => Path.Combine(Folder, name);

    public void Write(string name, string content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Scans as a new process does.</summary>
    public async Task ScanAsync(string instance = "acquirer")
    {
        Status = new AcquisitionStatus();
        using var ledger = OpenLedger(instance);
        await Scan(ledger).RunAsync(CancellationToken.None);
    }

    public SqliteFileLedger OpenLedger(string instance = "acquirer") => new(root.File($"{instance}.sqlite"));

    public FolderScan Scan(IFileLedger ledger) => new(
        Folder, Parallelism, ledger, new VerifiedDownloads(Folder), this, this, Status, new AcquirerMetrics(services.GetRequiredService<IMeterFactory>()), Time, PlaylistsOnly);

    public Task<IReadOnlyCollection<AnnouncedFile>> ListAsync(CancellationToken cancellationToken)
    {
        Lists++;
        lock (Published)
            return Task.FromResult<IReadOnlyCollection<AnnouncedFile>>(
                [.. Published.Select(file => new AnnouncedFile(file.File.Slot, file.File.Name, file.File.Length, file.Sha256, file.Revision))
                    .Concat(Withdrawn.Select(file => new AnnouncedFile(file.Announced.Slot, file.Announced.Name, file.Announced.Length, file.FoundSha256, file.Revision, IsWithdrawn: true)))
                    .GroupBy(file => file.Slot).Select(slot => slot.MaxBy(file => file.Revision)!)]);
    }

    public Task PublishAsync(VerifiedFile file, CancellationToken cancellationToken)
    {
        lock (Published)
            Published.Add(file);
        OnPublish();
        return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public Task WithdrawAsync(WithdrawnFile file, CancellationToken cancellationToken)
    {
        lock (Published)
            Withdrawn.Add(file);
        return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    /// <summary>Hashes the announced files again, as a new process does.</summary>
    public async Task<AuditReport> AuditAsync()
    {
        using var ledger = OpenLedger();
        return await new FileAudit(
            Folder, Parallelism, ledger, new VerifiedDownloads(Folder), this, new AcquirerMetrics(services.GetRequiredService<IMeterFactory>()), Time, NullLogger<FileAudit>.Instance).RunAsync(CancellationToken.None);
    }

    /// <summary>Changes a file's bytes as a bad disk does: nothing else of it changes.</summary>
    public void Damage(string name, string content)
    {
        var written = File.GetLastWriteTimeUtc(PathOf(name));
        File.WriteAllText(PathOf(name), content);
        File.SetLastWriteTimeUtc(PathOf(name), written);
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
        root.Dispose();
    }
}

using Microsoft.Data.Sqlite;
using SpotifyPlatform.Sqlite;

namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Databases that are in use, or were left by a program that died.</summary>
public sealed class SideFileTests : IDisposable
{
    private const string Name = "spotify_clean.sqlite3";

    private readonly ScanScenario scenario = new();

    [Fact]
    public async Task Scan_DatabaseWithAWriteAheadLog_IsRefusedUntilTheLogIsWrittenBack()
    {
        using (var connection = Open("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0"))
        {
            connection.Execute("CREATE TABLE t(x); INSERT INTO t VALUES(1)");
            var before = Bytes();

            await scenario.ScanAsync();

            Assert.Equal((Name, "in_use"), scenario.Refused());
            Assert.Contains("wal_checkpoint(TRUNCATE)", Assert.Single(scenario.Status.Refused).Reason, StringComparison.Ordinal);
            Assert.Equal(before, Bytes());
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        await scenario.ScanAsync();

        Assert.Equal([Name], scenario.PublishedNames);
        Assert.Empty(scenario.Status.Refused);
    }

    [Fact]
    public async Task Scan_DatabaseBehindALink_IsRefusedForTheLogBesideItsTarget()
    {
        scenario.Write("real/anything", "");
        using var connection = Open("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0", "real/anything");
        connection.Execute("CREATE TABLE t(x)");
        File.CreateSymbolicLink(scenario.PathOf(Name), scenario.PathOf("real/anything"));

        await scenario.ScanAsync();

        Assert.Equal((Name, "in_use"), scenario.Refused());
    }

    [Fact]
    public async Task Scan_LogOfAnEarlierRound_IsIgnored()
    {
        using (var connection = Open("PRAGMA journal_mode=WAL"))
            connection.Execute("CREATE TABLE t(x)");
        // The header of the present round, and a frame of the one before.
        byte[] log = [0x37, 0x7F, 0x06, 0x82, .. new byte[12], 1, 2, 3, 4, 5, 6, 7, 8, .. new byte[8], .. new byte[8], 9, 9, 9, 9, 5, 6, 7, 8, .. new byte[500]];
        File.WriteAllBytes(scenario.PathOf(Name + "-wal"), log);

        await scenario.ScanAsync();

        Assert.Equal([Name], scenario.PublishedNames);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Scan_DatabaseWithAJournal_IsRefusedWhereTheJournalIsInForce(bool isInForce)
    {
        using (var connection = Open("CREATE TABLE t(x)"))
            connection.Execute("INSERT INTO t VALUES(1)");
        byte[] magic = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];
        File.WriteAllBytes(scenario.PathOf(Name + "-journal"), [.. isInForce ? magic : new byte[8], .. new byte[600]]);

        await scenario.ScanAsync();

        Assert.Equal(isInForce ? [(Name, "in_use")] : [], scenario.Status.Refused.Select(file => (file.Name, file.Code)));
        Assert.Equal(isInForce ? [] : [Name], scenario.PublishedNames);
    }

    public void Dispose() => scenario.Dispose();

    private SqliteConnection Open(string statements, string name = Name)
    {
        var connection = new SqliteConnection($"Data Source={scenario.PathOf(name)};Pooling=False");
        connection.Open();
        connection.Execute(statements);
        return connection;
    }

    /// <summary>Names and contents of the whole folder.</summary>
    private string Bytes() => string.Join('\n', Directory.EnumerateFiles(scenario.Folder).Order(StringComparer.Ordinal).Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream))}";
    }));
}

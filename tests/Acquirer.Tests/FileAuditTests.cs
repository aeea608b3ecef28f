namespace SpotifyPlatform.Acquirer.Tests;

/// <summary>Announced files that go bad.</summary>
public sealed class FileAuditTests : IDisposable
{
    private readonly ScanScenario scenario = new();

    public FileAuditTests()
    {
        scenario.Write("00.jsonl.zst", "rows");
        scenario.Write("spotify_clean.sqlite3", "tracks");
    }

    [Fact]
    public async Task Audit_WholeFiles_WithdrawsNothing()
    {
        await scenario.ScanAsync();

        var report = await scenario.AuditAsync();

        Assert.Equal((2, 10L), (report.Files, report.Bytes));
        Assert.Empty(report.Damaged);
        Assert.Empty(scenario.Withdrawn);
    }

    [Fact]
    public async Task Audit_BytesThatChangedWithoutAWrite_AreWithdrawnOnceAndNotAnnounced()
    {
        await scenario.ScanAsync();
        var announced = scenario.Published.Single(file => file.File.Name == "00.jsonl.zst");
        scenario.Damage("00.jsonl.zst", "rowz");

        Assert.Equal(["00.jsonl.zst"], (await scenario.AuditAsync()).Damaged);

        var withdrawn = Assert.Single(scenario.Withdrawn);
        Assert.Equal((announced.Sha256, ScanScenario.Sha256("rowz")), (withdrawn.Announced.Sha256, withdrawn.FoundSha256));
        Assert.True(withdrawn.Revision > announced.Revision);
        await scenario.ScanAsync();
        Assert.Equal(("00.jsonl.zst", "damaged"), scenario.Refused());
        Assert.Equal(2, scenario.Published.Count);
        Assert.Empty((await scenario.AuditAsync()).Damaged);
    }

    [Theory]
    [InlineData("rows")]
    [InlineData("newer rows")]
    public async Task Scan_AWithdrawnFileThatIsPutBack_IsAnnouncedAgain(string content)
    {
        await scenario.ScanAsync();
        scenario.Damage("00.jsonl.zst", "rowz");
        await scenario.AuditAsync();

        scenario.Write("00.jsonl.zst", content);
        File.SetLastWriteTimeUtc(scenario.PathOf("00.jsonl.zst"), DateTime.UnixEpoch.AddDays(1));
        await scenario.ScanAsync();

        var again = scenario.Published[^1];
        Assert.Equal(("00.jsonl.zst", ScanScenario.Sha256(content)), (again.File.Name, again.Sha256));
        Assert.True(again.Revision > Assert.Single(scenario.Withdrawn).Revision);
        Assert.Empty(scenario.Status.Refused);
        await scenario.ScanAsync();
        Assert.Equal(3, scenario.Published.Count);
    }

    [Fact]
    public async Task Audit_KilledAfterTheEvent_IsFoundInTheTopicByTheNextScan()
    {
        await scenario.ScanAsync();
        scenario.Damage("00.jsonl.zst", "rowz");
        scenario.Failure = new IOException("killed");
        await Assert.ThrowsAsync<IOException>(scenario.AuditAsync);
        scenario.Failure = null;

        await scenario.ScanAsync();
        // Another instance, which knows the topic alone.
        await scenario.ScanAsync("other");

        Assert.Equal(("00.jsonl.zst", "damaged"), scenario.Refused());
        Assert.Equal(2, scenario.Published.Count);
        Assert.Empty((await scenario.AuditAsync()).Damaged);
    }

    [Fact]
    public async Task Audit_AFileThatWasWrittenToOrIsGone_IsLeftToTheScan()
    {
        await scenario.ScanAsync();
        scenario.Write("00.jsonl.zst", "newer rows");
        File.Delete(scenario.PathOf("spotify_clean.sqlite3"));

        Assert.Equal(0, (await scenario.AuditAsync()).Files);

        Assert.Empty(scenario.Withdrawn);
    }

    public void Dispose() => scenario.Dispose();
}

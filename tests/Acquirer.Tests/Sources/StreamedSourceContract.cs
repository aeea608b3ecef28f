namespace SpotifyPlatform.Acquirer.Tests.Sources;

/// <summary>What sources do whose files are read from their beginning to their end.</summary>
public abstract class StreamedSourceContract : FileSourceContract
{
    [Fact]
    public async Task Fetch_AfterAKill_ReadsOnlyWhatIsLeft()
    {
        var sample = await PutSampleAsync();
        var file = (await Open().ListAsync(None))[0];
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Open().FetchAsync([Want(file)], new Counter(bytes => { if (bytes > 1_000_000) stop.Cancel(); }), stop.Token));
        var left = FilesOnDisk().Single();
        var counted = new Counter();

        Assert.Empty(await Open().FetchAsync([Want(file)], counted, None));

        Assert.EndsWith(".partial", left, StringComparison.Ordinal);
        Assert.InRange(counted.Bytes, 1, 2_000_000);
        Assert.Equal(sample[file.Name], File.ReadAllBytes(FilesOnDisk().Single()));
    }

    [Fact]
    public async Task Fetch_AnotherVersionThanWasBegun_BeginsAnew()
    {
        await PutSampleAsync();
        var file = (await Open().ListAsync(None))[0];
        using (var stop = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => Open().FetchAsync([Want(file)], new Counter(bytes => { if (bytes > 1_000_000) stop.Cancel(); }), stop.Token));
        var newer = Bytes(9, 3_000_000);
        await PutAsync(new Dictionary<string, byte[]> { [file.Name] = newer });
        Assert.Single(await Open().FetchAsync([Want(file)], new Counter(), None));
        var source = Open();

        Assert.Empty(await source.FetchAsync([Want((await source.ListAsync(None)).Single())], new Counter(), None));

        Assert.Equal(newer, File.ReadAllBytes(FilesOnDisk().Single()));
    }

    [Fact]
    public async Task Fetch_ContentWithoutItsHash_IsAFailureAndLeavesWhatWasThere()
    {
        await PutSampleAsync();
        var file = (await Open().ListAsync(None))[1];
        Directory.CreateDirectory(Path.GetDirectoryName(Want(file).Path)!);
        File.WriteAllText(Want(file).Path, "older");

        var failure = Assert.Single(await Open().FetchAsync([Want(file with { Sha256 = new string('0', 64) })], new Counter(), None));

        Assert.Contains("was expected", failure.Reason, StringComparison.Ordinal);
        Assert.Equal("older", File.ReadAllText(FilesOnDisk().Single()));
    }
}

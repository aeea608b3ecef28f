using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Acquirer.Tests;

public sealed class FolderScanTests
{
    [Fact]
    public async Task Scan_ADataSet_PublishesEveryKnownFileInTheOrderOfUse()
    {
        using var scenario = new ScanScenario();
        foreach (var name in new[]
        {
            "audio-analysis/0a.jsonl.zst", "audio-analysis/0A.jsonl.zst", "metadata/spotify_clean_playlists.sqlite3", "musicbrainz/mbdump.tar",
            "metadata/spotify_clean_audio_features.sqlite3.zst", "metadata/spotify_clean.sqlite3", "metadata/spotify_clean.sqlite3.zst", "notes.txt",
        })
            scenario.Write(name, name);

        await scenario.ScanAsync();

        Assert.Equal(
            [
                "metadata/spotify_clean.sqlite3", "metadata/spotify_clean_audio_features.sqlite3.zst", "musicbrainz/mbdump.tar",
                "metadata/spotify_clean_playlists.sqlite3", "audio-analysis/0A.jsonl.zst", "audio-analysis/0a.jsonl.zst",
            ],
            scenario.PublishedNames);
        Assert.All(scenario.Published, file => Assert.Equal(ScanScenario.Sha256(file.File.Name), file.Sha256));
        Assert.Equal((true, 6, 1), (scenario.Status.IsComplete, scenario.Status.Published, scenario.Status.Ignored));
    }

    [Fact]
    public async Task Scan_OfPlaylistsAlone_LeavesTheRestToALaterScan()
    {
        using var scenario = new ScanScenario { PlaylistsOnly = true };
        foreach (var name in new[] { "spotify_clean.sqlite3", "spotify_clean_playlists.sqlite3", "spotify_clean_audio_features.sqlite3", "00.jsonl.zst" })
            scenario.Write(name, name);

        await scenario.ScanAsync();

        Assert.Equal(["spotify_clean.sqlite3", "spotify_clean_playlists.sqlite3"], scenario.PublishedNames);
        Assert.Equal((true, 2), (scenario.Status.IsComplete, scenario.Status.Ignored));
        scenario.Published.Clear();
        scenario.PlaylistsOnly = false;
        await scenario.ScanAsync();
        Assert.Equal(["spotify_clean_audio_features.sqlite3", "00.jsonl.zst"], scenario.PublishedNames);
    }

    [Fact]
    public async Task Scan_Again_PublishesNothing()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Published.Clear();

        await scenario.ScanAsync();

        Assert.Empty(scenario.Published);
        Assert.Equal((1, 0L), (scenario.Status.Unchanged, scenario.Status.BytesToHash));
    }

    [Fact]
    public async Task Scan_FileWrittenAgainWithTheSameBytes_PublishesNothing()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Published.Clear();
        File.SetLastWriteTimeUtc(Path.Combine(scenario.Folder, "00.jsonl.zst"), DateTime.UnixEpoch);

        await scenario.ScanAsync();

        Assert.Empty(scenario.Published);
        Assert.Equal(1, scenario.Status.Unchanged);
    }

    [Fact]
    public async Task Scan_FileChangedAndChangedBack_IsNewWorkEachTime()
    {
        using var scenario = new ScanScenario();
        foreach (var content in new[] { "first", "other!", "first" })
        {
            scenario.Write("00.jsonl.zst", content);
            File.SetLastWriteTimeUtc(Path.Combine(scenario.Folder, "00.jsonl.zst"), DateTime.UnixEpoch.AddDays(scenario.Published.Count));
            await scenario.ScanAsync();
        }

        Assert.Equal(3, scenario.Published.Count);
        Assert.Equal(scenario.Published.OrderBy(file => file.Revision), scenario.Published);
        Assert.Equal(scenario.Published[0].Sha256, scenario.Published[2].Sha256);
    }

    /// <summary>The first by path has the slot, whichever came first.</summary>
    [Fact]
    public async Task Scan_SecondFileForASlot_OneIsRefusedByNameWhicheverCameFirst()
    {
        using var scenario = new ScanScenario();
        scenario.Write("first/00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Write("a/00.jsonl.zst", "other rows");
        scenario.Write("a/01.jsonl.zst", "more rows");

        await scenario.ScanAsync();

        Assert.Equal(["first/00.jsonl.zst", "a/00.jsonl.zst", "a/01.jsonl.zst"], scenario.PublishedNames);
        Assert.Equal(("first/00.jsonl.zst", "duplicate"), scenario.Refused());
        Assert.Contains("shard/00 is a/00.jsonl.zst", Assert.Single(scenario.Status.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_FileMovedWithinTheFolder_IsPublishedUnderItsNewName()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Directory.CreateDirectory(scenario.PathOf("sub"));
        File.Move(scenario.PathOf("00.jsonl.zst"), scenario.PathOf("sub/00.jsonl.zst"));

        await scenario.ScanAsync();

        Assert.Equal(["00.jsonl.zst", "sub/00.jsonl.zst"], scenario.PublishedNames);
        Assert.True(scenario.Published[0].Revision < scenario.Published[1].Revision);
        Assert.Empty(scenario.Status.Gone);
    }

    [Fact]
    public async Task Scan_PublishedFileThatIsGone_IsNamedAndStaysInTheLedger()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        scenario.Write("01.jsonl.zst", "rows");
        await scenario.ScanAsync();
        File.Delete(scenario.PathOf("01.jsonl.zst"));

        await scenario.ScanAsync();
        Assert.Equal([("shard/01", "01.jsonl.zst")], scenario.Status.Gone);
        Assert.Empty(scenario.Status.Refused);

        scenario.Write("01.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Assert.Empty(scenario.Status.Gone);
        Assert.Equal(2, scenario.Published.Count);
    }

    [Fact]
    public async Task Scan_KilledAfterPublishing_FindsTheAnnouncement()
    {
        using var scenario = new ScanScenario { Failure = new IOException("The process is gone.") };
        scenario.Write("00.jsonl.zst", "rows");
        await Assert.ThrowsAsync<IOException>(() => scenario.ScanAsync());
        Assert.False(scenario.Status.IsComplete);
        scenario.Failure = null;

        await scenario.ScanAsync();

        Assert.Single(scenario.Published);
        Assert.Equal((1, true), (scenario.Status.Unchanged, scenario.Status.IsComplete));
    }

    [Fact]
    public async Task Scan_AnnouncedByAnotherInstance_IsHashedOnceAndNotAnnouncedAgain()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();

        await scenario.ScanAsync(instance: "other");
        Assert.Equal((1, 4L), (scenario.Status.Unchanged, scenario.Status.BytesHashed));
        await scenario.ScanAsync(instance: "other");

        Assert.Equal((1, 0L), (scenario.Status.Unchanged, scenario.Status.BytesHashed));
        Assert.Single(scenario.Published);
    }

    [Fact]
    public async Task Scan_ChangedWhileTheClockIsBehind_IsNewerThanWhatAnotherInstanceAnnounced()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Time.AdjustTime(scenario.Time.GetUtcNow() - TimeSpan.FromHours(1));
        scenario.Write("00.jsonl.zst", "newer rows");

        await scenario.ScanAsync(instance: "other");

        Assert.Equal(scenario.Published[0].Revision + 1, scenario.Published[1].Revision);
    }

    [Fact]
    public async Task Scan_FileThatDiffersFromItsChecksum_IsRefusedWithBothHashes()
    {
        using var scenario = new ScanScenario();
        scenario.Write("a/00.jsonl.zst", "good");
        scenario.Write("a/01.jsonl.zst", "bad");
        scenario.Write("SHA256SUMS", $"{ScanScenario.Sha256("good")}  a/00.jsonl.zst\n{ScanScenario.Sha256("other")}  ./a/01.jsonl.zst\n");

        await scenario.ScanAsync();

        Assert.Equal(["a/00.jsonl.zst"], scenario.PublishedNames);
        var refused = Assert.Single(scenario.Status.Refused);
        Assert.Equal(("a/01.jsonl.zst", "checksum"), scenario.Refused());
        Assert.Contains(ScanScenario.Sha256("bad"), refused.Reason, StringComparison.Ordinal);
        Assert.Contains(ScanScenario.Sha256("other"), refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_KnownFileThatALaterListContradicts_IsRefused()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        scenario.Write("SHA256SUMS", $"{ScanScenario.Sha256("other")} *00.jsonl.zst\n");

        await scenario.ScanAsync();

        Assert.Equal(("00.jsonl.zst", "checksum"), scenario.Refused());
        Assert.Equal((0, 0L), (scenario.Status.Unchanged, scenario.Status.BytesToHash));
    }

    [Fact]
    public async Task Scan_ListedFilesThatAreNotThere_AreCounted()
    {
        using var scenario = new ScanScenario();
        scenario.Write("metadata/spotify_clean.sqlite3", "rows");
        var sum = ScanScenario.Sha256("rows");
        scenario.Write("SHA256SUMS", $"{sum}  metadata/spotify_clean.sqlite3.zst\n{sum}  audio-analysis/00.jsonl.zst\n{sum}  notes.txt\n");

        await scenario.ScanAsync();

        Assert.Equal((1, 1), (scenario.Status.Published, scenario.Status.Missing));
        Assert.Empty(scenario.Status.Refused);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("\\e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\\nb")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000  00.jsonl.zst")]
    public async Task Scan_MalformedOrContradictoryChecksums_StopAndNameTheLine(string line)
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "x");
        scenario.Write("SHA256SUMS", $"{ScanScenario.Sha256("x")}  00.jsonl.zst\n{line}\n");
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => scenario.ScanAsync());
        Assert.Contains($"{scenario.PathOf("SHA256SUMS")}, line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Matches("(Write the list|Rename the file|Remove the wrong line)", error.Message);
        Assert.Empty(scenario.Published);
    }

    [Fact]
    public async Task Scan_ChecksumsWithCrlf_AreRead()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "good");
        scenario.Write("01.jsonl.zst", "bad");
        scenario.Write("SHA256SUMS", $"\uFEFF{ScanScenario.Sha256("good")}  00.jsonl.zst\r\n{ScanScenario.Sha256("other")} *01.jsonl.zst\r\n\r\n");

        await scenario.ScanAsync();

        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);
        Assert.Equal(("01.jsonl.zst", "checksum"), scenario.Refused());
    }

    [Fact]
    public async Task Scan_TwoFilesOfOneName_RefusesTheSecondByPath()
    {
        using var scenario = new ScanScenario();
        foreach (var name in new[] { "b/00.jsonl.zst", "a/00.jsonl.zst", "a/01.jsonl.zst", "a/0A.jsonl.zst", "b/0a.jsonl.zst", "a/mbdump.tar", "b/mbdump.tar" })
            scenario.Write(name, name);
        scenario.Write("x/spotify_clean.sqlite3", "plain");
        scenario.Write("y/spotify_clean.sqlite3.zst", "compressed");

        await scenario.ScanAsync();

        Assert.Equal(
            ["x/spotify_clean.sqlite3", "a/mbdump.tar", "b/mbdump.tar", "a/00.jsonl.zst", "a/01.jsonl.zst", "a/0A.jsonl.zst", "b/0a.jsonl.zst"],
            scenario.PublishedNames);
        Assert.Equal(
            [("b/00.jsonl.zst", "duplicate"), ("y/spotify_clean.sqlite3.zst", "duplicate")],
            scenario.Status.Refused.Select(file => (file.Name, file.Code)).Order());
        Assert.Contains(scenario.Status.Refused, file => file.Reason.Contains("a/00.jsonl.zst", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scan_FiveSeparateDatabases_HaveASlotEachAndCompeteWithTheOneFileCatalog()
    {
        using var scenario = new ScanScenario();
        foreach (var name in new[] { "spotify_tracks.db", "spotify_artists.db", "spotify_albums.db.zst", "spotify_audio_features.db", "spotify_playlists.db" })
            scenario.Write(name, name);
        await scenario.ScanAsync();
        Assert.Equal(
            ["catalog", "catalog-artists", "catalog-albums", "features", "playlists"],
            scenario.Published.OrderBy(file => file.File.Kind).Select(file => file.File.Slot));

        scenario.Write("spotify_clean.sqlite3", "a second catalogue");
        await scenario.ScanAsync();
        Assert.Equal(("spotify_tracks.db", "duplicate"), scenario.Refused());
    }

    [Theory]
    [InlineData("00.jsonl", "00.jsonl is not 00.jsonl.zst")]
    [InlineData("deep/er/7N.jsonl.gz", "7N.jsonl.gz is not 7N.jsonl.zst")]
    [InlineData("00.jsonl.zst.part", "unfinished download")]
    [InlineData("000.jsonl.zst", "two characters")]
    [InlineData("Spotify_Clean.sqlite3", "spotify_clean.sqlite3")]
    [InlineData("spotify_clean (1).sqlite3.zst", "spotify_clean.sqlite3")]
    [InlineData("mbdump.tar.xz", "mbdump*.tar")]
    public async Task Scan_NothingKnown_SaysHowManyFilesAndWhichAreSimilar(string name, string explanation)
    {
        using var scenario = new ScanScenario();
        scenario.Write(name, "rows");
        scenario.Write("notes.txt", "notes");

        await scenario.ScanAsync();

        Assert.Equal((true, 0, 2), (scenario.Status.IsComplete, scenario.Status.Files, scenario.Status.Ignored));
        Assert.Contains("2 files were looked at", scenario.Status.NothingFound, StringComparison.Ordinal);
        Assert.Contains(explanation, scenario.Status.NothingFound, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.txt", scenario.Status.NothingFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_EmptyFolder_SaysThatNothingWasFound()
    {
        using var scenario = new ScanScenario();
        await scenario.ScanAsync();
        Assert.Contains("0 files were looked at", scenario.Status.NothingFound, StringComparison.Ordinal);
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Assert.Null(scenario.Status.NothingFound);
    }

    [Fact]
    public async Task Scan_OfPlaylistsWithoutAny_SaysWhatMiningNeeds()
    {
        using var scenario = new ScanScenario { PlaylistsOnly = true };
        scenario.Write("00.jsonl.zst", "rows");
        await scenario.ScanAsync();
        Assert.Contains("spotify_clean_playlists.sqlite3", scenario.Status.NothingFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_FileWrittenToWhileOthersAreRead_IsTakenByTheNextScan()
    {
        using var scenario = new ScanScenario();
        scenario.Write("00.jsonl.zst", "whole");
        scenario.Write("01.jsonl.zst", "ha");
        scenario.OnPublish = () => File.AppendAllText(scenario.PathOf("01.jsonl.zst"), "lf");

        await scenario.ScanAsync();

        Assert.Equal(("01.jsonl.zst", "changing"), scenario.Refused());
        Assert.Equal(["00.jsonl.zst"], scenario.PublishedNames);
        scenario.OnPublish = () => { };
        await scenario.ScanAsync();
        Assert.Empty(scenario.Status.Refused);
        Assert.Equal(ScanScenario.Sha256("half"), scenario.Published[^1].Sha256);
    }

    [Fact]
    public async Task Scan_FileGoneBeforeItIsRead_IsRefusedAndTheRestTaken()
    {
        using var scenario = new ScanScenario();
        foreach (var name in new[] { "00.jsonl.zst", "01.jsonl.zst", "02.jsonl.zst" })
            scenario.Write(name, name);
        scenario.OnPublish = () => File.Delete(scenario.PathOf("01.jsonl.zst"));

        await scenario.ScanAsync();

        Assert.Equal(("01.jsonl.zst", "unreadable"), scenario.Refused());
        Assert.Equal(["00.jsonl.zst", "02.jsonl.zst"], scenario.PublishedNames);
    }

    [Fact]
    public async Task Scan_NoSuchFolder_Stops()
    {
        using var scenario = new ScanScenario();
        Directory.Delete(scenario.Folder);
        await Assert.ThrowsAnyAsync<IOException>(() => scenario.ScanAsync());
        Assert.False(scenario.Status.IsComplete);
    }

    [Fact]
    public async Task Scan_SeveralFilesAtOnce_PublishesEachOnce()
    {
        using var scenario = new ScanScenario { Parallelism = 4 };
        for (var i = 10; i < 60; i++)
            scenario.Write($"{i}.jsonl.zst", $"rows {i}");
        await scenario.ScanAsync();
        Assert.Equal(50, scenario.PublishedNames.Distinct().Count());
        Assert.Equal((50, scenario.Status.BytesToHash), (scenario.Published.Count, scenario.Status.BytesHashed));
    }

    [Fact]
    public async Task Scan_FileChangedWhileItWasMadeAnArtifact_RefusesItUntilTheNextScan()
    {
        using var scenario = new ScanScenario();
        scenario.Write("0a.jsonl.zst", "rows");
        scenario.Failure = new ArtifactChangedException(new ArtifactReference(ArtifactKey.Parse("input/0a"), 4, ScanScenario.Sha256("rows")), "has 5 bytes");
        await scenario.ScanAsync();
        Assert.Equal("changing", Assert.Single(scenario.Status.Refused).Code);
        Assert.Equal(0, scenario.Status.Published);

        scenario.Published.Clear();
        scenario.Failure = null;
        await scenario.ScanAsync();
        Assert.Equal(["0a.jsonl.zst"], scenario.PublishedNames);
    }
}

using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Exports;
using SpotifyPlatform.ListeningHistory.Imports;
using SpotifyPlatform.ListeningHistory.Plays;
using SpotifyPlatform.ListeningHistory.Tests.Support;

namespace SpotifyPlatform.ListeningHistory.Tests.Imports;

public sealed class ImportTests : IDisposable
{
    private readonly ListeningWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Preview_OfAnyExport_CountsWhatTheImportThenDoesAndWritesNothing()
    {
        var path = WriteOddRows();
        var preview = await world.PreviewAsync(path);
        Assert.Empty(world.Rows());
        Assert.Empty(world.Imports.List(world.Account));
        Assert.Empty(world.Changes.Calls);
        var import = await world.ImportAsync(path);
        Assert.Equal(preview.Counts, import.Counts);
        Assert.Equal(import.Counts.New, world.Rows().Count);
    }

    [Fact]
    public async Task Preview_OfAnAccountWithoutAStore_CreatesNothing()
    {
        var counts = (await world.PreviewAsync(WriteOddRows())).Counts;
        Assert.Equal((9, 7), (counts.Read, counts.New));
        Assert.False(Directory.Exists(world.DataFolder));
    }

    [Fact]
    public async Task Questions_AboutAnAccountWithoutAStore_CreateNothing()
    {
        Assert.Empty(world.Imports.List(world.Account));
        Assert.Equal("America/Toronto", world.Imports.Settings(world.Account).TimeZone);
        Assert.False(await world.Imports.UndoAsync(world.Account, 1, CancellationToken.None));
        await world.Imports.SaveSettingsAsync(world.Account, world.Imports.Settings(world.Account), CancellationToken.None);
        Assert.False(Directory.Exists(world.DataFolder));
    }

    [Fact]
    public async Task Import_OfOddRows_CountsEachByItsReason()
    {
        var counts = (await world.ImportAsync(WriteOddRows())).Counts;
        Assert.Equal((9, 7, 0, 1, 1), (counts.Read, counts.New, counts.Known, counts.Repeated, counts.Invalid));
        Assert.Equal(
            (2, 1, 1, 1, 1, 1),
            (counts[PlayOutcome.Play], counts[PlayOutcome.TooShort], counts[PlayOutcome.Podcast], counts[PlayOutcome.Audiobook], counts[PlayOutcome.Local], counts[PlayOutcome.Unknown]));
    }

    [Fact]
    public async Task Import_OfTheSameFilesAgain_BringsNothingAndIsNotRecorded()
    {
        var path = WriteOddRows();
        await world.ImportAsync(path);
        var rows = world.Rows();
        var again = await world.ImportAsync(path);
        Assert.Equal((null, 1, 0L, 7L), (again.ImportId, again.KnownFiles, again.Counts.New, again.Counts.Known));
        Assert.Equal(rows, world.Rows());
        Assert.Single(world.Imports.List(world.Account));
    }

    [Fact]
    public async Task Undo_OfOneOfTwoOverlappingImports_KeepsWhatTheOtherHolds()
    {
        var first = await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2024-01-01T00:00:00Z", 1), ExportRow.Extended("2024-01-02T00:00:00Z", 1)));
        await world.ImportAsync(world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2024-01-02T00:00:00Z", 1), ExportRow.Extended("2024-01-03T00:00:00Z", 1)));
        Assert.True(await world.Imports.UndoAsync(world.Account, first.ImportId!.Value, CancellationToken.None));
        Assert.Equal([2, 3], world.Rows().Select(row => row.TsUtc.Day));
        Assert.False(await world.Imports.UndoAsync(world.Account, first.ImportId.Value, CancellationToken.None));
    }

    [Fact]
    public async Task Undo_OfTheOnlyImport_LeavesNoNameBehind()
    {
        var report = await world.ImportAsync(WriteOddRows());
        await world.Imports.UndoAsync(world.Account, report.ImportId!.Value, CancellationToken.None);
        Assert.Empty(world.Rows());
        Assert.Empty(world.Stores.OpenForImport(world.Account).ListImports());
    }

    [Fact]
    public async Task Replace_WithANewExport_DropsTheOldRows()
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2020-01-01T00:00:00Z", 1)));
        await world.RunAsync(ImportMode.Replace, world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2024-01-01T00:00:00Z", 1)));
        Assert.Equal(2024, Assert.Single(world.Rows()).TsUtc.Year);
        Assert.Single(world.Imports.List(world.Account));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[]")]
    public async Task Replace_WithADamagedOrEmptyExport_KeepsTheOldRows(string json)
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2020-01-01T00:00:00Z", 1)));
        var refused = await Assert.ThrowsAsync<ExportRefusedException>(() => world.RunAsync(ImportMode.Replace, world.WriteText("Streaming_History_Audio_2.json", json)));
        Assert.Contains("kept", refused.Message, StringComparison.Ordinal);
        Assert.Single(world.Rows());
    }

    [Fact]
    public async Task Import_ThatIsStopped_LeavesEverythingAsItWas()
    {
        var path = world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2024-01-01T00:00:00Z", 1));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Imports.ImportAsync(
            world.Account, [path], ImportMode.Add, new StopAtFirst(stop), stop.Token));
        Assert.Empty(world.Rows());
        Assert.Equal(1, (await world.ImportAsync(path)).Counts.New);
    }

    [Fact]
    public async Task Import_ThatChangesRows_TellsWhatDependsOnThem()
    {
        var report = await world.ImportAsync(WriteOddRows());
        await world.Imports.UndoAsync(world.Account, report.ImportId!.Value, CancellationToken.None);
        await world.Imports.DeleteAsync(world.Account, CancellationToken.None);
        Assert.Equal(["me changed to 1", "me changed to 2", "me deleted"], world.Changes.Calls);
    }

    [Fact]
    public async Task Import_IntoOneAccount_IsNotSeenInAnother()
    {
        var other = AccountName.Parse("other");
        var path = WriteOddRows();
        await world.ImportAsync(path);
        await world.Imports.ImportAsync(other, [path], ImportMode.Add, null, CancellationToken.None);
        var (mine, others) = (world.Rows(), world.Rows("other"));
        Assert.All(others, row => Assert.Equal(other, row.Account));
        Assert.Empty(mine.Select(row => row.PlayId).Intersect(others.Select(row => row.PlayId)));
        await world.Imports.DeleteAsync(world.Account, CancellationToken.None);
        Assert.Equal(others, world.Rows("other"));
    }

    [Fact]
    public async Task Delete_OfAnAccount_LeavesNoFile()
    {
        await world.ImportAsync(WriteOddRows());
        Assert.True(await world.Imports.DeleteAsync(world.Account, CancellationToken.None));
        Assert.Empty(Directory.EnumerateFileSystemEntries(world.DataFolder));
        Assert.False(await world.Imports.DeleteAsync(world.Account, CancellationToken.None));
    }

    [Fact]
    public async Task ReadRows_WhileAnImportRuns_SeesTheStateBeforeIt()
    {
        await world.ImportAsync(world.Write("Streaming_History_Audio_1.json", ExportRow.Extended("2020-01-01T00:00:00Z", 1)));
        var seen = new List<int>();
        await world.Imports.ImportAsync(
            world.Account, [world.Write("Streaming_History_Audio_2.json", ExportRow.Extended("2024-01-01T00:00:00Z", 1))], ImportMode.Add,
            new OnProgress(() => seen.Add(world.Rows().Count)), CancellationToken.None);
        Assert.NotEmpty(seen);
        Assert.All(seen, count => Assert.Equal(1, count));
        Assert.Equal(2, world.Rows().Count);
    }

    [Fact]
    public async Task Settings_WithAnotherTimeZone_MoveDatesAndHours()
    {
        await world.ImportAsync(world.Write(ListeningWorld.AudioFile, ExportRow.Extended("2024-07-01T22:30:00Z", 60_000)));
        await world.Imports.SaveSettingsAsync(world.Account, world.Imports.Settings(world.Account) with { TimeZone = "Europe/Madrid" }, CancellationToken.None);
        Assert.Equal(new LocalTime(new DateOnly(2024, 7, 2), 0), Assert.Single(world.Rows()).Local);
        await Assert.ThrowsAsync<FormatException>(() =>
            world.Imports.SaveSettingsAsync(world.Account, world.Imports.Settings(world.Account) with { TimeZone = "Mars/Olympus" }, CancellationToken.None));
    }

    /// <summary>Nine rows: a play, its repeat, a short one, an episode, a chapter, a local file, a nameless row, a private play, a negative one.</summary>
    private string WriteOddRows() => world.Write(
        ListeningWorld.AudioFile,
        ExportRow.Extended("2024-01-15T10:03:01Z", 181_000),
        ExportRow.Extended("2024-01-15T10:03:01Z", 181_000),
        ExportRow.Extended("2024-01-15T10:03:01Z", 2_000, song: 2),
        ExportRow.Extended("2024-01-15T11:00:00Z", 1_200_000).Episode(),
        ExportRow.Extended("2024-01-15T12:00:00Z", 60_000).Chapter(),
        ExportRow.Extended("2024-01-15T13:00:00Z", 181_000).With("spotify_track_uri", "spotify:local:Invented+Band:Album%3A+1:Song+9:181"),
        ExportRow.Extended("2024-01-15T14:00:00Z", 0).Nameless(),
        ExportRow.Extended("2018-06-01T08:00:00Z", 181_000).With("offline_timestamp", 1_527_840_000_123).With("skipped", null).With("incognito_mode", true),
        ExportRow.Extended("2024-01-15T16:00:00Z", -5));

    private sealed class StopAtFirst(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
        }
    }

    private sealed class OnProgress(Action act) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => act();
    }
}

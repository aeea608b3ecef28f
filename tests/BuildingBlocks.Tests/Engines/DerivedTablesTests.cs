using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Contracts.Acquisition.V1;
using SpotifyPlatform.Engines.DerivedTables;
using SpotifyPlatform.Tables;
using SpotifyPlatform.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.BuildingBlocks.Tests.Engines;

/// <summary>Tables that a host owns follow their inputs over the bus: a file -> "letters" -> "capitals".</summary>
public sealed class DerivedTablesTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly WebApplication app;

    public DerivedTablesTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Storage:DataFolder"] = folder.Path, ["Artifacts:Folder"] = folder.File("artifacts") });
        builder.Configuration.AddEmbeddedBus(folder.File("bus.sqlite"));
        builder.Services.AddRouting();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.AddEngines();
        builder.Services.AddProducer(Topics.FileVerified);
        builder.Services.AddProducer(Topics.FileWithdrawn);
        builder.Services.AddDerivedTable<Letters>("test", "letters", inputFiles: ["letters"], inputTables: []);
        builder.Services.AddDerivedTable<Capitals>("test", "capitals", inputFiles: [], inputTables: ["letters"]);
        app = builder.Build();
    }

    private IEventBus Bus => app.Services.GetRequiredService<IEventBus>();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Announced_FileThenNewerFile_ReachesTheTableOfTheTable()
    {
        await StartAsync();
        await AnnounceAsync("abc", revision: 1);
        Assert.Equal("ABC", await ReadAsync());

        await AnnounceAsync("xyz", revision: 2);
        Assert.Equal("XYZ", await ReadAsync());

        // An older announcement changes nothing, in whatever order it comes.
        await AnnounceAsync("abc", revision: 1);
        Assert.Equal("XYZ", await ReadAsync());
    }

    [Fact]
    public async Task Announced_FileThatCannotBeRead_IsRefusedAndTheNextOneIsNot()
    {
        await StartAsync();
        await AnnounceAsync("a1c", revision: 1);
        var letters = app.Services.GetServices<DerivedTable>().Single(table => table.Deriver.Table == "letters");
        Assert.Equal(DerivedState.Refused, letters.Deriver.Status.State);

        await AnnounceAsync("abc", revision: 2);

        Assert.Equal(("ABC", DerivedState.Current), (await ReadAsync(), letters.Deriver.Status.State));
    }

    [Fact]
    public async Task Withdrawn_TheFileOfATable_MakesItStaleUntilItIsAnnouncedAgain()
    {
        await StartAsync();
        await AnnounceAsync("abc", revision: 1);

        await WithdrawAsync("abc", revision: 2);

        // What is published stays, and is answered from.
        Assert.Equal("ABC", await ReadAsync());
        Assert.Equal((TableReportState.Stale, true), await ReportAsync());
        // An announcement that comes late changes nothing.
        await AnnounceAsync("abc", revision: 1);
        Assert.Equal((TableReportState.Stale, true), await ReportAsync());

        await AnnounceAsync("abc", revision: 3);
        Assert.Equal((TableReportState.Current, false), await ReportAsync());
        // Nor does a withdrawal that comes late.
        await WithdrawAsync("abc", revision: 2);
        Assert.Equal((TableReportState.Current, false), await ReportAsync());

        async Task<(TableReportState, bool)> ReportAsync()
        {
            var report = await app.Services.GetRequiredService<TableReports>().ReadAsync("letters", default);
            return (report.State, report.Detail?.Contains("was withdrawn", StringComparison.Ordinal) == true);
        }
    }

    [Fact]
    public async Task Withdrawn_BeforeItsAnnouncementComes_IsNotBuilt()
    {
        await StartAsync();
        await WithdrawAsync("abc", revision: 2);

        await AnnounceAsync("abc", revision: 1);

        var letters = app.Services.GetServices<DerivedTable>().Single(table => table.Deriver.Table == "letters");
        Assert.Equal(DerivedState.Waiting, letters.Deriver.Status.State);
    }

    [Fact]
    public async Task Announced_InATrace_EveryStepToTheTableOfTheTableIsASpanOfIt()
    {
        await StartAsync();
        using var spans = new Spans();

        await AnnounceAsync("abc", revision: 1);

        var derived = spans.Named("derive capitals").First(span => span.GetTagItem("table.rows") is not null);
        Assert.Equal(("capitals", "Current", 3L), (derived.GetTagItem("table.name"), derived.GetTagItem("table.state"), derived.GetTagItem("table.rows")));
        string[] way =
        [
            "derive capitals", "process tables.generation.published.v1", "send tables.generation.published.v1", "derive letters",
            "process acquisition.file.verified.v1", "send acquisition.file.verified.v1", spans.Root.OperationName,
        ];
        Assert.Equal(way, spans.WayToTheRoot(derived));
        Assert.Contains(spans.Named("build capitals"), build => build.ParentSpanId == derived.SpanId && Equals(build.GetTagItem("table.generation"), derived.GetTagItem("table.generation")));
        Assert.Equal("ABC", await ReadAsync());
        Assert.Equal(derived.GetTagItem("table.generation"), spans.Root.GetTagItem("table.read.capitals"));
    }

    [Fact]
    public async Task Look_CurrentThenRefused_SetsTheGaugesOfEachTable()
    {
        await StartAsync();
        await AnnounceAsync("abc", revision: 1);
        using var gauges = new Gauges(app.Services, DerivedTableMetrics.Name);
        await LookAsync();
        Assert.Equal(0, gauges.Read("pipeline.table.stale", ("table", "letters"), ("state", "current")));
        Assert.InRange(gauges.Read("pipeline.table.age", ("table", "letters")), 0, 600);

        await AnnounceAsync("a1c", revision: 2);
        await LookAsync();

        Assert.Equal(1, gauges.Read("pipeline.table.stale", ("table", "letters"), ("state", "refused")));
        Assert.Equal(0, gauges.Read("pipeline.table.stale", ("table", "capitals"), ("state", "current")));

        Task LookAsync() => app.Services.GetRequiredService<DerivedTableMonitor>().LookAsync(default);
    }

    /// <summary>Ends when every table was derived at start, so that what follows is the work of announcements alone.</summary>
    private async Task StartAsync()
    {
        await app.StartAsync();
        await Assert.Single(app.Services.GetServices<IHostedService>().OfType<DerivingStartup>()).ExecuteTask!;
    }

    private async Task AnnounceAsync(string content, long revision)
    {
        var key = ArtifactKey.Parse($"files/{content}");
        using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(content));
        await app.Services.GetRequiredService<IArtifactStore>().CreateAsync(key, bytes, default);
        var file = new ArtifactReference(key, content.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content))));
        await app.Services.GetRequiredService<IEventPublisher>().PublishAsync(
            Topics.FileVerified,
            [new OutgoingEvent<FileVerified>($"{content}/{revision}", new() { Name = content, DataSet = "set", Slot = "letters", Revision = revision, File = file.ToMessage() })],
            default);
        await Bus.CaughtUpAsync();
    }

    private async Task WithdrawAsync(string content, long revision)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(content)));
        await app.Services.GetRequiredService<IEventPublisher>().PublishAsync(
            Topics.FileWithdrawn,
            [new OutgoingEvent<FileWithdrawn>($"{content}/{revision}", new() { Name = content, DataSet = "set", Slot = "letters", Revision = revision, Sha256 = sha256, Length = content.Length })],
            default);
        await Bus.CaughtUpAsync();
    }

    private async Task<string> ReadAsync() => await app.Services.GetRequiredService<CurrentTables>().Of("capitals").ReadAsync(
        table =>
        {
            var text = new StringBuilder();
            using var rows = table!.Scan();
            while (rows.MoveNext())
                text.Append((char)rows.Value[0]);
            return text.ToString();
        },
        default);

    private sealed class Letters(InputFiles files, ILocalArtifacts artifacts) : IDerivedTable
    {
        public string Name => "letters";

        public async Task<WantedTable> WantAsync(CancellationToken cancellationToken) => await files.FindAsync("letters", cancellationToken) is { } file
            ? WantedTable.Of(
                new TablePlan { Table = Name, KeyBytes = 1, MappingVersion = 1, Rules = [], Inputs = new() { ["letters"] = file.File.Sha256 } },
                new() { ["letters"] = file.Revision }, 0)
            : WantedTable.WaitFor("No letters yet.");

        public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
        {
            using var local = await artifacts.FetchAsync((await files.FindAsync("letters", cancellationToken))!.File, cancellationToken);
            var text = await File.ReadAllTextAsync(local.Path, cancellationToken);
            if (!text.All(char.IsAsciiLetter))
                throw new TableRefusedException("no_letters", $"{text} has other characters than letters. Fetch the file again.");
            for (var i = 0; i < text.Length; i++)
                writer.Add([(byte)i], [(byte)text[i]]);
        }
    }

    private sealed class Capitals(TableStore store) : IDerivedTable
    {
        public string Name => "capitals";

        public async Task<WantedTable> WantAsync(CancellationToken cancellationToken) => await store.FindCurrentAsync("letters", cancellationToken) is { } letters
            ? WantedTable.Of(
                new TablePlan { Table = Name, KeyBytes = 1, MappingVersion = 1, Rules = [], Inputs = new() { ["letters"] = letters.ContentSha256 } },
                new() { ["letters"] = letters.Number }, 0)
            : WantedTable.WaitFor("No letters yet.");

        public async Task WriteAsync(TablePlan plan, int unit, TableWriter writer, IProgress<long> rows, CancellationToken cancellationToken)
        {
            using var letters = await store.OpenContentAsync("letters", plan.Inputs["letters"], cancellationToken);
            using var each = letters.Scan();
            while (each.MoveNext())
                writer.Add(each.Key, [(byte)char.ToUpperInvariant((char)each.Value[0])]);
        }
    }
}

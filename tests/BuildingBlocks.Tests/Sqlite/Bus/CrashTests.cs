using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Testing.Crash;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

/// <summary>What a publisher was told is in the log is there after kill -9.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly Topic<StringValue> Topic = new("test.crash.happened.v1", TopicClass.Work, 4, StringValue.Parser, message => message.Value.Split('#')[0]);
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Publish_ProcessKilledThreeTimes_KeepsWhatItAcknowledgedInOrder()
    {
        var acknowledged = new HashSet<string>();
        var next = 0;
        foreach (var after in new[] { 1, 40, 200 })
        {
            acknowledged.UnionWith(RunAndKill(next, after));
            next = acknowledged.Max(NumberOf) + 1000;
        }

        using var bus = log.Open();
        await using var reader = await bus.ReadAsync(Topic, ReadFrom.Oldest, CancellationToken.None);
        var found = await reader.ReceiveAsync(int.MaxValue / 8, TimeSpan.Zero, CancellationToken.None);

        Assert.Subset(found.Select(e => e.Id).ToHashSet(), acknowledged);
        Assert.Equal(found.Count, found.Select(e => e.Id).Distinct().Count());
        foreach (var partition in found.GroupBy(e => e.Partition))
            Assert.Equal(Enumerable.Range(0, partition.Count()).Select(i => (long)i), partition.Select(e => e.Offset));
        foreach (var key in found.GroupBy(e => e.Key))
            Assert.Equal(key.Select(e => NumberOf(e.Id)).Order(), key.Select(e => NumberOf(e.Id)));
    }

    private List<string> RunAndKill(int first, int after)
    {
        using var writer = CrashProgram.Start("bus", log.Path, Topic.Name, first);
        var printed = new List<string>();
        while (printed.Count < after)
            printed.Add(writer.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The writer ended with {writer.ExitCode}."));
        writer.Kill();
        writer.WaitForExit();

        // What it printed before it died counts too; the last line may be cut.
        var rest = writer.StandardOutput.ReadToEnd();
        printed.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return printed;
    }

    private static int NumberOf(string id) => int.Parse(id[(id.IndexOf('#', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
}

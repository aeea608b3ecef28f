using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Kafka.Consuming;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>Faults in the middle of what a member or a reader does: no record and no partition is lost.</summary>
[Trait("Category", "Integration")]
public sealed class KafkaFaultTests : IAsyncLifetime, IDisposable
{
    private const string Group = "group";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MockServer server = new();
    private readonly Topic topic = new("test.entity.happened.v1", TopicClass.Work, 1);
    private KafkaEventBus bus = null!;

    public async Task InitializeAsync()
    {
        await server.CreateAsync(topic);
        bus = new KafkaLog(server, [topic], Group).Open(TimeProvider.System);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        bus.Dispose();
        server.Dispose();
    }

    [Fact]
    public async Task Receive_AFaultAfterRecords_TheRecordsCome()
    {
        await using var member = await JoinAsync();
        await bus.AppendAsync(topic, Records(3), CancellationToken.None);
        await FetchedAsync();
        server.Cluster.Push(RequestApi.Fetch, ErrorCode.InvalidMsg);
        await FetchedAsync();

        Assert.Equal(["0", "1", "2"], await ReceiveAsync(member.ReceiveAsync, 3));
    }

    [Fact]
    public async Task Read_AFaultAfterRecords_TheRecordsCome()
    {
        await using var reader = await bus.ReadAsync(topic, ReadFrom.Oldest, CancellationToken.None);
        Assert.Empty(await reader.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));
        await bus.AppendAsync(topic, Records(3), CancellationToken.None);
        await FetchedAsync();
        server.Cluster.Push(RequestApi.Fetch, ErrorCode.InvalidMsg);
        await FetchedAsync();

        Assert.Equal(["0", "1", "2"], await ReceiveAsync(reader.ReceiveAsync, 3));
    }

    [Fact]
    public async Task Assign_TheCoordinatorFailsForLong_TheMemberGoesOnWhenItIsBack()
    {
        await bus.AppendAsync(topic, Records(3), CancellationToken.None);
        await using var member = await bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None);
        server.Cluster.Push(RequestApi.OffsetFetch, [.. Enumerable.Repeat(ErrorCode.GroupLoadInProgress, 12)]);

        Assert.Equal(["0", "1", "2"], await ReceiveAsync(member.ReceiveAsync, 3));
    }

    [Fact]
    public async Task Join_TheFirstCommitFails_IsTransientAndTheGroupHasItsLagAfterTheNext()
    {
        await bus.AppendAsync(topic, Records(3), CancellationToken.None);
        server.Cluster.Push(RequestApi.OffsetCommit, ErrorCode.Unknown);

        await Assert.ThrowsAsync<TransientFaultException>(() => bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None));
        await using var member = await bus.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None);

        Assert.Equal(3, Assert.Single(await bus.ReadLagAsync(CancellationToken.None)).Pending);
    }

    [Fact]
    public async Task Receive_TheMemberIsFenced_ItJoinsAnewAndGoesOnAfterItsCommit()
    {
        var log = new PartitionLog();
        await using var member = await bus.JoinAsync(Group, [topic], log, CancellationToken.None);
        await bus.AppendAsync(topic, Records(1), CancellationToken.None);
        Assert.Equal(["0"], await ReceiveAsync(member.ReceiveAsync, 1));
        await member.CommitAsync(new(topic.Name, 0), 1, CancellationToken.None);

        server.Cluster.Push(RequestApi.Heartbeat, ErrorCode.FencedInstanceId);
        await AskUntilAsync(() => log.Told.Count > 2, member);
        await bus.AppendAsync(topic, [Record(1)], CancellationToken.None);

        Assert.Equal(["1"], await ReceiveAsync(member.ReceiveAsync, 1));
        Assert.Equal(["+0", "!0", "+0"], log.Told);
        await member.CommitAsync(new(topic.Name, 0), 2, CancellationToken.None);
        Assert.Equal(0, Assert.Single(await bus.ReadLagAsync(CancellationToken.None)).Pending);
    }

    [Fact]
    public async Task Receive_TheMemberIsFencedAgainAndAgain_NamesTheOtherProcess()
    {
        await using var member = await JoinAsync();
        // More than are needed: several heartbeats may be under way when the member is fenced.
        server.Cluster.Push(RequestApi.Heartbeat, [.. Enumerable.Repeat(ErrorCode.FencedInstanceId, 8 * (Fences.Most + 1))]);

        var ex = await Assert.ThrowsAsync<KafkaRefusedException>(() => AskUntilAsync(() => false, member));
        Assert.Contains("Kafka:InstanceId", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_AMemberWithAName_CommitsAndItsNextProcessGoesOn()
    {
        var options = new KafkaOptions
        {
            BootstrapServers = server.BootstrapServers, InstanceId = "one", SessionTimeout = server.MinSessionTimeout, MaxPollInterval = server.MinSessionTimeout,
        };
        using var named = new KafkaEventBus(options, TimeProvider.System, [(topic, Group)], NullLogger.Instance);
        await bus.AppendAsync(topic, Records(2), CancellationToken.None);
        var log = new PartitionLog();
        await using (var first = await named.JoinAsync(Group, [topic], log, CancellationToken.None))
        {
            log.OnRevoked = partitions => first.CommitAsync(Assert.Single(partitions), 1, CancellationToken.None);
            Assert.Equal(["0", "1"], await ReceiveAsync(first.ReceiveAsync, 2));
        }

        Assert.Equal(["+0", "-0"], log.Told);
        await using var second = await named.JoinAsync(Group, [topic], new PartitionLog(), CancellationToken.None);
        Assert.Equal(["1"], await ReceiveAsync(second.ReceiveAsync, 1));
    }

    private static EventRecord[] Records(int count) => [.. Enumerable.Range(0, count).Select(Record)];

    private static EventRecord Record(int number) => new("a", Encoding.UTF8.GetBytes($"{number}"), EventHeaders.Empty);

    private static string Text(ReceivedEvent record) => Encoding.UTF8.GetString(record.Payload!.Value.Span);

    private async Task<IEventSubscription> JoinAsync()
    {
        var log = new PartitionLog();
        var member = await bus.JoinAsync(Group, [topic], log, CancellationToken.None);
        await AskUntilAsync(() => log.Owned.Count > 0, member);
        return member;
    }

    /// <summary>Lets members ask for records, in turn, until something is so; what comes is not kept.</summary>
    private static async Task AskUntilAsync(Func<bool> isSo, params IEventSubscription[] members)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
            foreach (var member in members)
                await member.ReceiveAsync(10, TimeSpan.FromMilliseconds(500), patience.Token);
    }

    /// <summary>A client asks for more of a partition when the answer before is in its queue: after the second request from now, what there was is.</summary>
    private async Task FetchedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var until = server.Cluster.CountRequests(RequestApi.Fetch) + 2;
        while (server.Cluster.CountRequests(RequestApi.Fetch) < until)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token);
    }

    /// <summary>Receives as the loops do: a transient fault is tried again.</summary>
    private static async Task<List<string>> ReceiveAsync(Func<int, TimeSpan, CancellationToken, Task<IReadOnlyList<ReceivedEvent>>> receive, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var received = new List<string>();
        while (received.Count < count)
            try
            {
                received.AddRange((await receive(10, TimeSpan.FromSeconds(1), patience.Token)).Select(Text));
            }
            catch (TransientFaultException)
            {
                patience.Token.ThrowIfCancellationRequested();
            }

        return received;
    }
}

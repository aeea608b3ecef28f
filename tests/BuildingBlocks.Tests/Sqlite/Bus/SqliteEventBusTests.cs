using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.EventBus.DeadLetters;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

/// <summary>What the embedded log promises beyond the contract.</summary>
public sealed class SqliteEventBusTests : IDisposable
{
    private const string Group = "some-group";
    private static readonly Topic<StringValue> Topic = new("test.entity.happened.v1", TopicClass.Work, 4, StringValue.Parser, message => message.Value);
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Open_SecondBusOnTheSameFile_IsRefusedWithTheFolder()
    {
        using var second = log.Open();
        using (var first = log.Open())
        {
            await PublishAsync(first, "a");

            var ex = await Assert.ThrowsAsync<BusInUseException>(() => PublishAsync(second, "b"));

            Assert.Contains(Path.GetDirectoryName(log.Path)!, ex.Message, StringComparison.Ordinal);
        }

        using var third = log.Open();
        await PublishAsync(third, "b");
    }

    [Fact]
    public async Task Read_WhileAnotherHasTheLog_LagAndDeadLettersAreAnswered()
    {
        using var owner = log.Open();
        await using var subscription = await JoinAsync(owner);
        await PublishAsync(owner, "a");
        using var letters = new OpenDeadLetters(owner, Topic, Group);
        await letters.WriteAsync(Assert.Single(await subscription.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None)), new Refusal("bad", "It is bad."), CancellationToken.None);
        using var reader = log.Open();

        Assert.Equal(new GroupLag(Topic.Name, Group, 1, 1), Assert.Single(await reader.ReadLagAsync(CancellationToken.None)) with { OldestPendingAt = null });
        Assert.Equal(("a", new Refusal("bad", "It is bad.")), Assert.Single(await new DeadLetterLog(reader).ListAsync(CancellationToken.None)) is var letter ? (letter.Id, letter.Refusal) : default);
    }

    [Fact]
    public async Task Open_TopicWithMorePartitionsThanBefore_KeepsTheOldAndUsesTheNew()
    {
        using (var bus = log.Open())
        {
            await using var subscription = await JoinAsync(bus);
            await PublishAsync(bus, "a");
        }

        using var again = log.Open(topics: new TopicOptions { Partitions = { [Topic.Name] = 16 } });
        await using var grown = await JoinAsync(again);
        var others = Enumerable.Range(0, 100).Select(i => $"{i}").ToArray();
        await PublishAsync(again, others);

        var received = new List<ReceivedEvent>();
        while (received.Count < 101)
            received.AddRange(await grown.ReceiveAsync(200, TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(others.Append("a").Order(), received.Select(e => e.Id).Order());
        Assert.Contains(received, e => e.Partition.Partition > 3);
    }

    [Fact]
    public async Task Open_TopicWithFewerPartitionsThanBefore_IsRefusedWithTheSetting()
    {
        using (var bus = log.Open())
            await PublishAsync(bus, "a");
        using var again = log.Open(topics: new TopicOptions { Partitions = { [Topic.Name] = 2 } });

        var ex = await Assert.ThrowsAsync<InvalidOperationException>(() => PublishAsync(again, "b"));

        Assert.Contains($"EventBus:Partitions:{Topic.Name}", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CleanUp_AfterMostRecordsAreDeleted_TheFileShrinks()
    {
        var time = new FakeTimeProvider();
        using var bus = log.Open(time);
        await using var subscription = await JoinAsync(bus);
        await PublishAsync(bus, [.. Enumerable.Range(0, 300).Select(i => $"{i}".PadRight(10_000, 'x'))]);
        for (var received = await subscription.ReceiveAsync(1000, TimeSpan.Zero, CancellationToken.None); received.Count > 0; received = await subscription.ReceiveAsync(1000, TimeSpan.Zero, CancellationToken.None))
            foreach (var last in received.GroupBy(e => e.Partition).Select(partition => partition.Last()))
                await subscription.CommitAsync(last.Partition, last.Offset + 1, CancellationToken.None);
        Assert.InRange(Pages(bus), 700, int.MaxValue);

        await new Cleanup(bus.Database, TimeSpan.FromDays(1), time).RunAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromDays(1));
        await new Cleanup(bus.Database, TimeSpan.FromDays(1), time).RunAsync(CancellationToken.None);

        Assert.InRange(Pages(bus), 1, 50);
    }

    [Fact]
    public async Task Publish_DiskFull_FailsAsTransientAndGoesOnWhenThereIsRoom()
    {
        using var bus = log.Open();
        await PublishAsync(bus, "first");
        await LimitPagesAsync(bus, 60);

        var written = 0;
        var ex = await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; written < 1000; written++)
                await PublishAsync(bus, $"{written}".PadRight(4096, 'x'));
        });
        Assert.IsType<SqliteException>(ex.InnerException);
        await LimitPagesAsync(bus, 100_000);
        await PublishAsync(bus, $"{written}".PadRight(4096, 'x'));

        await using var reader = await bus.ReadAsync(Topic, ReadFrom.Oldest, CancellationToken.None);
        var found = await reader.ReceiveAsync(10_000, TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, written + 1).Select(i => $"{i}").Append("first").Order(), found.Select(e => e.Id.TrimEnd('x')).Order());
    }

    [Fact]
    public async Task GroupCommit_OneOfManyFails_EveryCallerOfTheTransactionIsTold()
    {
        using var bus = log.Open();
        using var writes = new GroupCommit(bus.Database);
        using var begun = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var first = Task.Run(() => writes.RunAsync(
            _ =>
            {
                begun.Release();
                go.Wait();
            },
            CancellationToken.None));
        await begun.WaitAsync();
        var good = writes.RunAsync(connection => EventLog.EnsureTopic(connection, Topic, 1), CancellationToken.None);
        var bad = writes.RunAsync(_ => throw new InvalidDataException("bad"), CancellationToken.None);
        go.Release();

        await first;
        await Assert.ThrowsAsync<InvalidDataException>(() => good);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        Assert.Equal(0, bus.Read(connection => connection.Scalar<long>("SELECT count(*) FROM topics")));
    }

    private static Task PublishAsync(SqliteEventBus bus, params string[] ids) =>
        new EventPublisher(bus, [new RegisteredProducer(Topic)]).PublishAsync(Topic, [.. ids.Select(id => new OutgoingEvent<StringValue>(id, new StringValue { Value = id }))], CancellationToken.None);

    private static Task<IEventSubscription> JoinAsync(SqliteEventBus bus) => bus.JoinAsync(Group, [Topic], new PartitionLog(), CancellationToken.None);

    private static long Pages(SqliteEventBus bus) => bus.Read(connection => connection.Scalar<long>("PRAGMA page_count"));

    private static Task LimitPagesAsync(SqliteEventBus bus, int pages) =>
        bus.Database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count={pages}"), CancellationToken.None);
}

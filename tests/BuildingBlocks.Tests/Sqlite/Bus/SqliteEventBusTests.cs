using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using SpotifyPlatform.Contracts;

namespace SpotifyPlatform.BuildingBlocks.Tests.Sqlite.Bus;

/// <summary>What the embedded log promises beyond the contract.</summary>
public sealed class SqliteEventBusTests : IDisposable
{
    private const string Group = "some-group";
    private static readonly Topic<StringValue> Topic = new("test.entity.happened.v1", 4, StringValue.Parser);
    private readonly SqliteLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public async Task Publish_AnIdAgain_LeavesTheLogAsItWas()
    {
        using var bus = log.Open();
        await PublishAsync(bus, "a", "b", "c");
        await PublishAsync(bus, "b", "d", "b");
        await using var subscription = bus.Subscribe(Topic, Group);

        var received = await subscription.ReceiveAsync(100, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(["a", "b", "c", "d"], received.Select(e => e.Id).Order());
        Assert.Equal(4, Assert.Single(await bus.ReadLagAsync(CancellationToken.None)).Total);
        foreach (var partition in received.GroupBy(e => e.Partition))
            Assert.Equal(Enumerable.Range(0, partition.Count()).Select(i => (long)i), partition.Select(e => e.Offset));
    }

    [Fact]
    public async Task DeadLetter_TheSameRecordAgain_StandsOnce()
    {
        using var bus = log.Open();
        await PublishAsync(bus, "a");
        await using var subscription = bus.Subscribe(Topic, Group);
        var refused = Assert.Single(await subscription.ReceiveAsync(1, TimeSpan.Zero, CancellationToken.None));

        for (var i = 0; i < 2; i++)
            await bus.DeadLetterAsync(refused, Group, new Refusal("unreadable", "No."), CancellationToken.None);

        Assert.Single(log.ReadDeadLetters(Topic.Name, Group));
    }

    [Fact]
    public async Task Subscribe_SecondMember_IsRefusedUntilTheFirstLeaves()
    {
        using var bus = log.Open();
        await using (bus.Subscribe(Topic, Group))
        {
            var fault = Assert.Throws<InvalidOperationException>(() => bus.Subscribe(Topic, Group));
            Assert.Contains(Group, fault.Message, StringComparison.Ordinal);
        }

        await using var again = bus.Subscribe(Topic, Group);
    }

    [Fact]
    public async Task Open_SecondBusOnTheSameFile_IsRefusedWithTheFolder()
    {
        using var second = log.Open();
        using (var first = log.Open())
        {
            await PublishAsync(first, "a");

            var fault = await Assert.ThrowsAsync<BusInUseException>(() => PublishAsync(second, "b"));

            Assert.Contains(Path.GetDirectoryName(log.Path)!, fault.Message, StringComparison.Ordinal);
        }

        using var third = log.Open();
        await PublishAsync(third, "b");
    }

    [Fact]
    public async Task ReadLag_WhileAnotherHasTheLog_IsAnswered()
    {
        using var owner = log.Open();
        await using var subscription = owner.Subscribe(Topic, Group);
        await PublishAsync(owner, "a");
        using var reader = log.Open();

        Assert.Equal(new GroupLag(Topic.Name, Group, 1, 1, 0), Assert.Single(await reader.ReadLagAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task Publish_TopicWithOtherPartitions_IsRefused()
    {
        using (var bus = log.Open())
            await PublishAsync(bus, "a");
        using var again = log.Open();

        var fault = Assert.Throws<InvalidOperationException>(() => again.Subscribe(Topic with { Partitions = 8 }, Group));

        Assert.Contains("4 partitions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_DiskFull_FailsAsTransientAndGoesOnWhenThereIsRoom()
    {
        using var database = new SqliteDatabase(log.Path, BusSchema.Tables);
        using var writes = new GroupCommit(database);
        var topic = await database.WriteAsync(connection => EventLog.EnsureTopic(connection, Topic.Name, Topic.Partitions), CancellationToken.None);
        await LimitPagesAsync(database, 60);

        var written = 0;
        var fault = await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (; written < 1000; written++)
                await AppendAsync(writes, topic, written);
        });
        Assert.IsType<SqliteException>(fault.InnerException);
        await LimitPagesAsync(database, 100_000);
        await AppendAsync(writes, topic, written);

        Assert.Equal(
            Enumerable.Range(0, written + 1).Select(i => ((long)i, $"id-{i}")),
            database.Read(connection => connection.Query("SELECT offset, id FROM events ORDER BY offset", r => (r.GetInt64(0), r.GetString(1)))));
    }

    [Fact]
    public async Task GroupCommit_OneOfManyFails_EveryCallerOfTheTransactionIsTold()
    {
        using var database = new SqliteDatabase(log.Path, BusSchema.Tables);
        using var writes = new GroupCommit(database);
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
        var good = writes.RunAsync(connection => EventLog.EnsureTopic(connection, "good", 1), CancellationToken.None);
        var bad = writes.RunAsync(_ => throw new InvalidDataException("bad"), CancellationToken.None);
        go.Release();

        await first;
        await Assert.ThrowsAsync<InvalidDataException>(() => good);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        Assert.Equal(0, database.Read(connection => connection.Scalar<long>("SELECT count(*) FROM topics")));
    }

    private static Task PublishAsync(SqliteEventBus bus, params string[] ids) =>
        bus.PublishAsync(Topic, [.. ids.Select(id => new OutgoingEvent<StringValue>(id, id, new StringValue { Value = id }))], CancellationToken.None);

    private static Task AppendAsync(GroupCommit writes, long topic, int number) =>
        writes.RunAsync(connection => EventLog.Append(connection, topic, [new AppendedEvent(0, "key", $"id-{number}", new byte[4096])], 0), CancellationToken.None);

    private static Task LimitPagesAsync(SqliteDatabase database, int pages) =>
        database.WriteAsync(connection => connection.Execute($"PRAGMA max_page_count={pages}"), CancellationToken.None);
}

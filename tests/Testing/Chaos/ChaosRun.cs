using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using SpotifyPlatform.Contracts;
using SpotifyPlatform.Kafka;
using SpotifyPlatform.Sqlite.Bus;
using SpotifyPlatform.Testing.EventBus;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Where a run takes place.</summary>
/// <param name="Kafka">Brokers; null for the embedded bus.</param>
/// <param name="Brokers">Their processes, where they are the run's own.</param>
/// <param name="Bucket">An emulator of Google Cloud Storage; null for runs without artifacts.</param>
internal sealed record ChaosServers(string? Kafka, BrokerProcesses? Brokers, string? Bucket);

/// <summary>What came of a run.</summary>
/// <param name="Differences">Between what must be and what is; none where the run has passed.</param>
internal sealed record ChaosReport(ChaosPlan Plan, IReadOnlyList<string> Differences, int Events, long Records, long Effects, TimeSpan Took);

/// <summary>
/// One run: a generated set of events is published and consumed by a group whose members and servers meet the faults of a plan; then all is left in
/// peace, and what is stored, refused and pending must be what was generated.
/// </summary>
internal sealed class ChaosRun : IChaosDirector, IAsyncDisposable
{
    /// <summary>Of the members of a run on Kafka, as many are processes of their own. An embedded bus has one process.</summary>
    private const int HostedMembers = 2;

    /// <summary>Every so many events has an artifact.</summary>
    private const int ArtifactInterval = 10;

    /// <summary>How long a handler may take in the slow ones: past the poll interval and the session.</summary>
    private static readonly TimeSpan SlowTime = MemberHost.SessionTimeout + TimeSpan.FromSeconds(3);

    private readonly ChaosPlan plan;
    private readonly ChaosServers servers;
    private readonly Topic<StringValue> topic;
    private readonly string group;
    private readonly EventGenerator generator;
    private readonly EffectSink sink = new();
    private readonly TemporaryFolder folder = new();
    private readonly ConcurrentQueue<string> failures = new();
    private readonly StreamWriter file;
    private readonly TextLog log;
    private readonly Random random;
    private readonly IEventBus bus;
    private readonly List<MemberSlot> slots = [];
    private readonly ChaosTopics? topics;
    private readonly ServerFaults? serverFaults;
    private FlakyBucket? bucket;
    private volatile bool isRefusing = true;
    private volatile bool isCalm;
    private long published;

    private ChaosRun(ChaosPlan plan, ChaosServers servers, string logFile)
    {
        this.plan = plan;
        this.servers = servers;
        random = new Random(plan.Seed + 3);
        generator = new EventGenerator(plan.Seed, plan.Partitions);
        topic = new Topic<StringValue>($"test.chaos.run-{Guid.NewGuid():N}.v1", TopicClass.Work, plan.Partitions, StringValue.Parser, message => message.Value);
        group = $"chaos-{plan.Seed}-{Guid.NewGuid():N}";
        file = new StreamWriter(logFile);
        log = new TextLog(file, "run");
        if (servers.Kafka is null)
        {
            bus = new SqliteEventBus(folder.File("bus.sqlite"), new TopicOptions { Partitions = { [topic.Name] = plan.Partitions } }, TimeProvider.System);
        }
        else
        {
            topics = new ChaosTopics(servers.Kafka);
            serverFaults = new ServerFaults(plan, topics, servers.Brokers, topic, topic.DeadLetters(group), Note);
            bus = new KafkaEventBus(
                new KafkaOptions { BootstrapServers = servers.Kafka, RequestTimeout = TimeSpan.FromSeconds(5), DeliveryTimeout = TimeSpan.FromSeconds(10) }, TimeProvider.System,
                [(topic, group)], log);
        }

        for (var i = 0; i < 2 * HostedMembers; i++)
            slots.Add(CreateSlot(i));
    }

    /// <summary>A run goes once round the brokers where there are several of its own, else it lasts a time.</summary>
    private bool IsRolling => servers.Brokers is { Count: > 1 };

    public static async Task<ChaosReport> RunAsync(ChaosPlan plan, ChaosServers servers, TimeSpan time, string logFile)
    {
        var began = Stopwatch.GetTimestamp();
        await using var run = new ChaosRun(plan, servers, logFile);
        var differences = await run.RunAsync(time);
        return new ChaosReport(plan, differences, run.generator.Values.Count + run.generator.Unreadable.Count, run.published, run.sink.Effects, Stopwatch.GetElapsedTime(began));
    }

    public async Task<HandlerAnswer> HandleAsync(HandledEvent e, CancellationToken cancellationToken)
    {
        sink.Note(e);
        await Task.Delay(Slowness(), cancellationToken);
        if (IsFaulty(20))
            return HandlerAnswer.TransientFault;
        if (isRefusing && generator.IsRefused(e.Id))
            return HandlerAnswer.Refused;
        if (bucket is not null && NumberOf(e.Id) is var number && number % ArtifactInterval == 0 && await ReadAsync(bucket, number, cancellationToken) is { } fault)
            return fault;
        sink.Store(e);
        return IsFaulty(40) ? HandlerAnswer.TransientFault : HandlerAnswer.Handled;
    }

    public void At(BusPoint point, string topic)
    {
        // A member in this process is not killed.
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in slots)
            await slot.DisposeAsync();
        ((IDisposable)bus).Dispose();
        topics?.Dispose();
        if (bucket is not null)
            await bucket.DisposeAsync();
        await file.DisposeAsync();
        folder.Dispose();
    }

    private async Task<IReadOnlyList<string>> RunAsync(TimeSpan time)
    {
        Note(plan.ToString());
        if (servers.Bucket is { } server)
            bucket = await FlakyBucket.CreateAsync(server, plan.Seed + 4);
        if (topics is not null)
        {
            await topics.CreateAsync(topic);
            if (!plan.Faults.Contains(ChaosFault.LettersComeLate))
                await topics.CreateAsync(topic.DeadLetters(group));
        }

        using var until = new CancellationTokenSource();
        var publishing = PublishAsync(until.Token);
        await Task.WhenAll(slots.Select(slot => slot.DoAsync(slot.StartAsync)));
        var faults = Task.WhenAll(publishing, new MemberFaults(plan, slots, Note).RunAsync(until.Token), serverFaults?.RunAsync(until.Token) ?? Task.CompletedTask);
        await (IsRolling ? serverFaults!.RollAsync() : Task.Delay(time));
        await until.CancelAsync();
        await faults;

        Note("calm");
        isCalm = true;
        await Task.WhenAll(slots.Select(slot => slot.DoAsync(() => slot.IsRunning ? Task.CompletedTask : slot.StartAsync())));
        var check = new ChaosCheck(bus, topic, group, generator, sink);
        var differences = await check.UntilNoneAsync(isRefusing: true);
        if (differences.Count == 0)
        {
            Note("replay");
            isRefusing = false;
            await check.ReplayAsync();
            differences = await check.UntilNoneAsync(isRefusing: false);
        }

        await Task.WhenAll(slots.Where(slot => slot.IsRunning).Select(slot => slot.DoAsync(slot.LeaveAsync)));
        return [.. failures, .. differences];
    }

    private MemberSlot CreateSlot(int number)
    {
        var isHosted = servers.Kafka is null || number < HostedMembers;
        var name = string.Create(CultureInfo.InvariantCulture, $"{(isHosted ? "hosted" : "process")}-{number}");
        var settings = new MemberSettings(
            name, plan.IsStatic ? name : null, servers.Kafka ?? "", topic.Name, plan.Partitions, group, plan.MaxBatch, plan.MaxInFlight, plan.Parallelism, plan.Redelivers);
        if (!isHosted)
            return new ProcessSlot(settings, this, WriteLine, Fail);
        var ofMember = new TextLog(file, name);
        return new HostedSlot(settings, () => servers.Kafka is null ? (bus, null) : Owned(MemberHost.OpenKafka(settings, ofMember)), this, ofMember, Fail);

        static (IEventBus, IDisposable?) Owned(KafkaEventBus opened) => (opened, opened);
    }

    private async Task PublishAsync(CancellationToken until)
    {
        await AppendAsync(generator.Poison());
        while (!until.IsCancellationRequested)
        {
            await AppendAsync(generator.Next());
            await Task.Delay(Pause(), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await AppendAsync(generator.Rest());
    }

    /// <summary>Appends until it is acknowledged: an append that failed may have been done, and is done again.</summary>
    private async Task AppendAsync(IReadOnlyList<EventRecord> records)
    {
        if (bucket is not null)
            foreach (var number in records.Select(record => NumberOf(record.Headers.Id!)).Where(number => number % ArtifactInterval == 0))
                await bucket.CreateAsync(number, CancellationToken.None);
        while (true)
            try
            {
                await bus.AppendAsync(topic, records, CancellationToken.None);
                Interlocked.Add(ref published, records.Count);
                return;
            }
            catch (Exception ex) when (ex is KafkaRefusedException || TransientFaultException.IsTransient(ex))
            {
                Note($"an append failed: {ex.Message}");
                await Task.Delay(Pause(), CancellationToken.None);
            }
    }

    private async Task<HandlerAnswer?> ReadAsync(FlakyBucket from, int number, CancellationToken cancellationToken)
    {
        try
        {
            if (!await from.IsRightAsync(number, cancellationToken))
                Fail($"The artifact of event {number} differs.");
            return null;
        }
        catch (Exception ex) when (TransientFaultException.IsTransient(ex))
        {
            return HandlerAnswer.TransientFault;
        }
    }

    private static int NumberOf(string id) =>
        id.StartsWith("event-", StringComparison.Ordinal) ? int.Parse(id.AsSpan("event-".Length), NumberStyles.None, CultureInfo.InvariantCulture) : 1;

    private TimeSpan Slowness()
    {
        if (isCalm || !plan.Faults.Contains(ChaosFault.SlowHandlers))
            return TimeSpan.Zero;
        lock (random)
            return random.Next(300) == 0 ? SlowTime : random.Next(10) == 0 ? TimeSpan.FromMilliseconds(random.Next(100)) : TimeSpan.Zero;
    }

    private bool IsFaulty(int oneIn)
    {
        lock (random)
            return !isCalm && plan.Faults.Contains(ChaosFault.TransientFaults) && random.Next(oneIn) == 0;
    }

    private TimeSpan Pause()
    {
        lock (random)
            return TimeSpan.FromMilliseconds(random.Next(20, 200));
    }

    private void Fail(string what)
    {
        Note($"FAILED: {what}");
        failures.Enqueue(what);
    }

    private void Note(string what) => WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} run {what}"));

    private void WriteLine(string line)
    {
        if (line.Contains(TextLog.CriticalMark, StringComparison.Ordinal))
            failures.Enqueue(line);
        lock (file)
            file.WriteLine(line);
    }
}

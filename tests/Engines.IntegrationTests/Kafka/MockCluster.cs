using System.Runtime.InteropServices;

namespace SpotifyPlatform.Engines.IntegrationTests.Kafka;

/// <summary>The client library's own mock brokers, in this process, reached over loopback. It has no retention, compaction, groups list or ACLs.</summary>
internal sealed partial class MockCluster : IDisposable
{
    private const int Brokers = 3;
    private const int ProducerType = 0;
    private const string Library = "librdkafka";

    /// <summary>The builds of the library, in the order in which the client tries them: the first needs libsasl2.so.3.</summary>
    private static readonly string[] Builds = [Library, "centos8-librdkafka", "alpine-librdkafka"];

    private readonly nint client;
    private readonly nint cluster;

    static MockCluster() => NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, (name, assembly, path) =>
        name == Library ? Builds.Select(build => NativeLibrary.TryLoad(build, assembly, path, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0) : 0);

    public MockCluster()
    {
        var error = new byte[512];
        client = New(ProducerType, NewConfiguration(), error, (nuint)error.Length);
        cluster = NewCluster(client, Brokers);
        if (cluster == 0)
            throw new InvalidOperationException("The mock cluster did not start.");
        SetInitialRebalanceDelay(cluster, 0);
        SetController(cluster, 1);
        StartRequestTracking(cluster);
    }

    public string BootstrapServers => Marshal.PtrToStringUTF8(Bootstraps(cluster))!;

    public void CreateTopic(string name, int partitions) => Assert.Equal(0, CreateTopic(cluster, name, partitions, Brokers));

    /// <summary>Takes the oldest records away, as retention does.</summary>
    public void DeleteRecords(string topic, int partition, long before) => Assert.Equal(0, DeleteRecords(cluster, topic, partition, before));

    /// <summary>Errors that brokers answer to the next requests of an API.</summary>
    public void Push(RequestApi api, params Confluent.Kafka.ErrorCode[] errors) =>
        PushErrors(cluster, (short)api, (nuint)errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>How many requests of an API the brokers have had.</summary>
    public int CountRequests(RequestApi api)
    {
        var requests = GetRequests(cluster, out var count);
        try
        {
            return Enumerable.Range(0, (int)count).Count(i => ApiOf(Marshal.ReadIntPtr(requests, i * nint.Size)) == (short)api);
        }
        finally
        {
            DestroyRequests(requests, count);
        }
    }

    public void SetDown(int broker) => Assert.Equal(0, SetDown(cluster, broker));

    public void SetUp(int broker) => Assert.Equal(0, SetUp(cluster, broker));

    public void Dispose()
    {
        Destroy(cluster);
        DestroyClient(client);
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint NewConfiguration();

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint configuration, byte[] error, nuint size);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void DestroyClient(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint NewCluster(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void Destroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static partial void SetInitialRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id")]
    private static partial void SetController(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateTopic(nint cluster, string topic, int partitions, int replicas);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_delete_records", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int DeleteRecords(nint cluster, string topic, int partition, long before);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushErrors(nint cluster, short api, nuint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    private static partial void StartRequestTracking(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    private static partial nint GetRequests(nint cluster, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    private static partial short ApiOf(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    private static partial void DestroyRequests(nint requests, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);
}

/// <summary>Kinds of requests, by their number in the protocol.</summary>
internal enum RequestApi
{
    Produce = 0,
    Fetch = 1,
    OffsetCommit = 8,
    OffsetFetch = 9,
    Heartbeat = 12,
}

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>The configuration of every client, from one set of options.</summary>
internal sealed class ClientConfigs(KafkaOptions options)
{
    /// <summary>
    /// Bytes of a record that is sent. A dead letter carries the refused record, which another producer may have made larger than an event may be.
    /// </summary>
    public const int MaxRecordBytes = 2_000_000;

    /// <summary>The group's name of clients outside groups. They commit nothing, but look for its coordinator.</summary>
    public const string ReaderGroup = "reader";

    private const int HeartbeatsOfASession = 15;

    public ProducerConfig Producer() => new(Client())
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        CompressionType = CompressionType.Zstd,
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = options.Linger.TotalMilliseconds,
        MessageTimeoutMs = Milliseconds(options.DeliveryTimeout),
        MessageMaxBytes = MaxRecordBytes,
        // The buffer itself is bounded by RecordProducer; these are only above it.
        QueueBufferingMaxKbytes = 2 * options.BufferKilobytes,
        QueueBufferingMaxMessages = 2 * options.BufferKilobytes,
        DeliveryReportFields = "status",
    };

    public ConsumerConfig Member(string group) => new(Consumer(group))
    {
        AutoOffsetReset = AutoOffsetReset.Error,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        GroupInstanceId = options.InstanceId,
        SessionTimeoutMs = Milliseconds(options.SessionTimeout),
        HeartbeatIntervalMs = Milliseconds(options.SessionTimeout) / HeartbeatsOfASession,
        MaxPollIntervalMs = Milliseconds(options.MaxPollInterval),
    };

    public ConsumerConfig Outside(string group) => Consumer(group);

    public AdminClientConfig Admin() => new(Client());

    /// <summary>Reads outside groups. The client wants a group's name all the same.</summary>
    public ConsumerConfig Reader() => new(Consumer(ReaderGroup))
    {
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnablePartitionEof = true,
    };

    private ConsumerConfig Consumer(string group) => new(Client())
    {
        GroupId = group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        CheckCrcs = true,
        AllowAutoCreateTopics = false,
        QueuedMaxMessagesKbytes = options.PrefetchKilobytes,
        FetchWaitMaxMs = 100,
        // A partition whose share of the prefetched records is full would be asked for again after a second, when they are long handled.
        FetchQueueBackoffMs = 10,
    };

    private ClientConfig Client()
    {
        var config = new ClientConfig
        {
            BootstrapServers = options.BootstrapServers,
            ClientId = "spotifyplatform",
            SecurityProtocol = options.SecurityProtocol,
            SocketTimeoutMs = Milliseconds(options.RequestTimeout),
            // A batch of the largest records and its framing.
            MessageMaxBytes = MaxRecordBytes,
            ReconnectBackoffMaxMs = 2000,
        };
        if (options.UsesSasl)
            (config.SaslMechanism, config.SaslUsername, config.SaslPassword) = (options.SaslMechanism, options.Username, options.Password);
        if (options.CaFile is not null)
            config.SslCaLocation = options.CaFile;
        if (options.ClientCertificateFile is not null)
            (config.SslCertificateLocation, config.SslKeyLocation, config.SslKeyPassword) = (options.ClientCertificateFile, options.ClientKeyFile, options.ClientKeyPassword);
        return config;
    }

    private static int Milliseconds(TimeSpan time) => (int)time.TotalMilliseconds;
}

using Microsoft.Extensions.Logging;

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>Makes clients whose errors and logs reach the host's log.</summary>
internal sealed class KafkaClients(KafkaOptions options, ILogger logger)
{
    private readonly ClientConfigs configs = new(options);
    private volatile Error? refused;

    public KafkaOptions Options => options;

    public ILogger Logger => logger;

    public IProducer<byte[], byte[]?> Producer() => new ProducerBuilder<byte[], byte[]?>(configs.Producer())
        .SetErrorHandler((_, error) => OnError(error)).SetLogHandler((_, message) => OnLog(message)).Build();

    public ConsumerBuilder<byte[], byte[]> Member(string group) => Consumer(configs.Member(group));

    public IConsumer<byte[], byte[]> Reader() => Consumer(configs.Reader()).Build();

    /// <summary>Has a group's name and stays outside it.</summary>
    public IConsumer<byte[], byte[]> Outside(string group) => Consumer(configs.Outside(group)).Build();

    public IAdminClient Admin() =>
        new AdminClientBuilder(configs.Admin()).SetErrorHandler((_, error) => OnError(error)).SetLogHandler((_, message) => OnLog(message)).Build();

    /// <inheritdoc cref="KafkaFaults.Of"/>
    /// <remarks>A request whose connection is refused only times out: the connection's error says why.</remarks>
    public Exception Fault(Error error, string what, Exception? inner = null) =>
        KafkaFaults.Of(error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_Transport ? refused ?? error : error, what, inner);

    private ConsumerBuilder<byte[], byte[]> Consumer(ConsumerConfig config) => new ConsumerBuilder<byte[], byte[]>(config)
        .SetErrorHandler((_, error) => OnError(error)).SetLogHandler((_, message) => OnLog(message));

    private void OnError(Error error)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Ssl)
            refused = error;
        Log.ClientError(logger, error.Code, error.Reason);
    }

    /// <summary>Connections that come and go are no warnings: what fails for good is thrown where it is asked for.</summary>
    private void OnLog(LogMessage message) => Log.ClientLog(logger, message.Facility, message.Message);
}

namespace SpotifyPlatform.Kafka.Clients;

/// <summary>What an error of the client or of a broker means for the caller.</summary>
internal static class KafkaFaults
{
    /// <param name="what">What was tried, as the beginning of a sentence.</param>
    /// <returns>A <see cref="KafkaRefusedException"/> where no retry helps, else a <see cref="TransientFaultException"/>.</returns>
    public static Exception Of(Error error, string what, Exception? inner = null) => Remedy(error) is { } remedy
        ? new KafkaRefusedException($"{what} was refused: {Reason(error)}. {remedy}", inner)
        : new TransientFaultException($"{what} failed: {error.Reason} ({error.Code}).", inner);

    /// <summary>A broker describes its own objects where a right on the cluster is missing.</summary>
    private static string Reason(Error error) => error.Code == ErrorCode.ClusterAuthorizationFailed ? new Error(error.Code).Reason : error.Reason;

    private static string? Remedy(Error error) => error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => "Create the topics with 'platform topics apply'.",
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed => "Grant the service what 'platform topics acls' lists, with 'platform topics acls --apply'.",
        ErrorCode.ClusterAuthorizationFailed => "A producer needs the right to write to a topic ('platform topics acls'); topics and ACLs are changed by an administrator of the cluster.",
        ErrorCode.SecurityDisabled => "The brokers have no authorizer, so every user may do everything.",
        ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.UnsupportedSaslMechanism => "Check Kafka:Username, Kafka:Password and Kafka:SaslMechanism.",
        ErrorCode.Local_Ssl => "Check Kafka:SecurityProtocol and Kafka:CaFile.",
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge => "The topic's max.message.bytes is too low: see 'platform topics check'.",
        ErrorCode.FencedInstanceId or ErrorCode.UnreleasedInstanceId => "Another process runs under the same Kafka:InstanceId.",
        ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature => "The broker is too old: Kafka 2.8 or later is needed.",
        ErrorCode.InvalidConfig or ErrorCode.InvalidPartitions or ErrorCode.InvalidReplicationFactor or ErrorCode.PolicyViolation or ErrorCode.TopicException
            or ErrorCode.Local_InvalidArg => "Change the configuration.",
        _ => null,
    };
}

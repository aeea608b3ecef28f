namespace SpotifyPlatform.EventBus;

/// <summary>How a group receives records.</summary>
public sealed class DeliveryOptions
{
    public const string Section = "EventBus";

    /// <summary>For tests: what a distributed bus may do at any time, done with every record.</summary>
    public Delivery Delivery { get; init; } = Delivery.Once;
}

/// <summary>How often and in which order records reach a group.</summary>
public enum Delivery
{
    /// <summary>As the log has them; again only after a crash or a rebalance.</summary>
    Once,

    /// <summary>Each record again after its first commit, and partitions out of order among each other. For tests.</summary>
    TwiceOutOfOrder,
}

namespace SpotifyPlatform.CooccurrenceMiner.Mining;

/// <summary>What a host that ends when all is done has to know beside the group's lag.</summary>
public sealed class MiningStatus
{
    private volatile bool startChecked;

    /// <summary>
    /// Whether what was due at start, such as a run under changed rules, is mined. Later runs are part of handling an event,
    /// so the group's lag tells of them.
    /// </summary>
    public bool IsStartChecked => startChecked;

    internal void StartChecked() => startChecked = true;
}

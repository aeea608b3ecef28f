namespace SpotifyPlatform.Testing.Swarm;

/// <summary>How a scenario of two hosts runs.</summary>
/// <param name="Platform">The command line's assembly.</param>
/// <param name="Input">The folder of a sample world.</param>
/// <param name="Work">An empty folder.</param>
/// <param name="Kills">Of the acquirer and of its daemon, alternately, at random moments.</param>
/// <param name="Servers">The script that starts a bucket's server on a host; null for an archive in a folder.</param>
/// <param name="PeerKBps">What the peer uploads a second, so that a download takes a while; 0 for no limit.</param>
public sealed record SwarmOptions(string Platform, string Input, string Work, int Kills, int Seed, string? Servers, int PeerKBps);

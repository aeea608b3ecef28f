using System.Diagnostics;
using System.Globalization;

namespace SpotifyPlatform.Testing.Swarm;

/// <summary>
/// Two hosts on this machine: network namespaces with an address each, a cable between them and no way out. A transmission-daemon never dials a peer on 127.0.0.0/8, so daemons
/// need addresses of their own. Needs root.
/// </summary>
public sealed class TwoHosts : IDisposable
{
    private readonly string suffix = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    public TwoHosts()
    {
        try
        {
            foreach (var host in new[] { Acquirer, Peer })
                Ip($"netns add {host}");
            Ip($"link add {Acquirer} netns {Acquirer} type veth peer name {Peer} netns {Peer}");
            foreach (var (host, address) in new[] { (Acquirer, AcquirerAddress), (Peer, PeerAddress) })
            {
                Ip($"-n {host} address add {address}/24 dev {host}");
                Ip($"-n {host} link set {host} up");
                Ip($"-n {host} link set lo up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The address of the host with the acquirer, in its own network alone.</summary>
    public static string AcquirerAddress => "10.213.77.1";

    public static string PeerAddress => "10.213.77.2";

    public string Acquirer => $"spa{suffix}";

    public string Peer => $"spp{suffix}";

    /// <summary>Why hosts cannot be made here; null where they can.</summary>
    public static string? Explain()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "Network namespaces need root on Linux.";
        try
        {
            using var hosts = new TwoHosts();
            return null;
        }
        catch (Exception ex) when (ex is IOException or System.ComponentModel.Win32Exception)
        {
            return $"Network namespaces cannot be made here: {ex.Message}";
        }
    }

    /// <summary>What starts a program on a host; its id is the program's own.</summary>
    public static ProcessStartInfo On(string host, params string[] command) => new("ip", ["netns", "exec", host, .. command]) { UseShellExecute = false };

    public void Dispose()
    {
        foreach (var host in new[] { Acquirer, Peer })
            using (var ip = Process.Start(new ProcessStartInfo("ip", ["netns", "delete", host]) { RedirectStandardError = true, UseShellExecute = false })!)
                ip.WaitForExit();
    }

    private static void Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0)
            throw new IOException($"ip {arguments}: {error.Trim()}");
    }
}

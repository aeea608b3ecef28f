using System.Diagnostics;
using System.Globalization;

namespace SpotifyPlatform.Testing.Chaos;

/// <summary>Brokers that belong to the run, as <c>servers up kafka</c> lays them out: <c>kafka/N/pid</c>, and <c>kafka/N/run</c> to start one again.</summary>
internal sealed class BrokerProcesses(string serversHome)
{
    private readonly string folder = Path.Combine(serversHome, "kafka");

    public int Count => Directory.GetDirectories(folder).Length;

    /// <param name="broker">From 1.</param>
    public void Kill(int broker)
    {
        if (Find(broker) is not { } id)
            return;
        Signals.SendKill(id);
        SpinWait.SpinUntil(() => Find(broker) is null);
    }

    public void Stop(int broker)
    {
        if (Find(broker) is { } id)
            Signals.SendStop(id);
    }

    public void Continue(int broker)
    {
        if (Find(broker) is { } id)
            Signals.SendContinue(id);
    }

    /// <summary>Starts a broker unless it runs. It outlives this process: <c>servers down</c> ends it.</summary>
    public void Start(int broker)
    {
        if (Find(broker) is not null)
            return;
        var of = FolderOf(broker);
        using var shell = Process.Start("sh", ["-c", "setsid \"$1/run\" >>\"$1/log\" 2>&1 </dev/null &", "sh", of]);
        shell.WaitForExit();
    }

    private string FolderOf(int broker) => Path.Combine(folder, broker.ToString(CultureInfo.InvariantCulture));

    /// <summary>The process, while it runs; ids are given out again, so its folder is compared.</summary>
    private int? Find(int broker)
    {
        var of = FolderOf(broker);
        return int.TryParse(File.ReadAllText(Path.Combine(of, "pid")), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id)
            && new FileInfo($"/proc/{id}/cwd").LinkTarget?.StartsWith(of, StringComparison.Ordinal) == true ? id : null;
    }
}

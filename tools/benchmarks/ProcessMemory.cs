using System.Globalization;

namespace SpotifyPlatform.Benchmarks;

/// <summary>The peak resident memory of a process as the kernel reports it (VmHWM).</summary>
internal static class ProcessMemory
{
    public static long PeakBytes(int processId)
    {
        try
        {
            var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}

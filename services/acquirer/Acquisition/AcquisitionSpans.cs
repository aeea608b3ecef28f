using System.Diagnostics;

namespace SpotifyPlatform.Acquirer.Acquisition;

/// <summary>The span that begins the trace of a file.</summary>
internal static class AcquisitionSpans
{
    private static readonly ActivitySource Source = new(AcquirerMetrics.Name);

    /// <summary>A root, linked to the scan that found the file; null where nobody listens.</summary>
    public static Activity? StartAcquire(FoundFile file)
    {
        if (!Source.HasListeners())
            return null;
        var scan = Activity.Current;
        Activity.Current = null;
        return Source
            .StartActivity($"acquire {file.Kind}", ActivityKind.Internal, parentContext: default, links: scan is null ? [] : [new ActivityLink(scan.Context)])
            ?.SetTag("acquisition.slot", file.Slot).SetTag("file.name", Path.GetFileName(file.Name)).SetTag("file.size", file.Length);
    }
}

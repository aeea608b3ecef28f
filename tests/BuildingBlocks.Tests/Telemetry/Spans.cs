using System.Collections.Concurrent;
using System.Diagnostics;

namespace SpotifyPlatform.BuildingBlocks.Tests;

/// <summary>Begins a trace, and keeps the ended spans of this platform that belong to it or link to it.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> ended = [];
    private readonly ActivityListener listener;

    public Spans()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("SpotifyPlatform.", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Root = new Activity("test").Start();
        Root.IsAllDataRequested = true;
    }

    /// <summary>The span that is current while this is not disposed.</summary>
    public Activity Root { get; }

    public IEnumerable<Activity> Named(string name) =>
        ended.Where(span => span.OperationName == name && (span.TraceId == Root.TraceId || span.Links.Any(link => link.Context.TraceId == Root.TraceId)));

    /// <summary>Names of a span and its parents up to the root.</summary>
    public IEnumerable<string> WayToTheRoot(Activity span)
    {
        for (var current = span; current is not null; current = current == Root ? null : ended.Append(Root).Single(parent => parent.SpanId == current.ParentSpanId))
            yield return current.OperationName;
    }

    public void Dispose()
    {
        Root.Dispose();
        listener.Dispose();
    }
}

using System.Text.Json;

namespace SpotifyPlatform.Engines.IntegrationTests;

/// <summary>What a collector has written of one service: one JSON object of OTLP a line.</summary>
internal sealed class CollectorFiles(string folder, string service)
{
    /// <summary>Real time after which a test that waits in vain fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task<IReadOnlyList<Span>> ReadSpansAsync(Func<IReadOnlyList<Span>, bool> isEnough) =>
        ReadAsync("traces", "resourceSpans", "scopeSpans", "spans", item => new Span(item), isEnough);

    public Task<IReadOnlyList<JsonElement>> ReadMetricsAsync(Func<IReadOnlyList<JsonElement>, bool> isEnough) =>
        ReadAsync("metrics", "resourceMetrics", "scopeMetrics", "metrics", item => item, isEnough);

    public Task<IReadOnlyList<JsonElement>> ReadLogsAsync(Func<IReadOnlyList<JsonElement>, bool> isEnough) =>
        ReadAsync("logs", "resourceLogs", "scopeLogs", "logRecords", item => item, isEnough);

    /// <summary>All lines of the service as they are.</summary>
    public string ReadText() => string.Concat(
        new[] { "traces", "metrics", "logs" }.SelectMany(Lines).Where(line => line.Contains(service, StringComparison.Ordinal)));

    /// <summary>The collector writes its files a moment after it took what was sent.</summary>
    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        string signal, string resources, string scopes, string items, Func<JsonElement, T> read, Func<IReadOnlyList<T>, bool> isEnough)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            List<T> found =
            [
                .. from line in Lines(signal)
                   where line.Contains(service, StringComparison.Ordinal)
                   from resource in JsonDocument.Parse(line).RootElement.GetProperty(resources).EnumerateArray()
                   where resource.GetProperty("resource").ToString().Contains(service, StringComparison.Ordinal)
                   from scope in resource.GetProperty(scopes).EnumerateArray()
                   from item in scope.GetProperty(items).EnumerateArray()
                   select read(item),
            ];
            if (isEnough(found))
                return found;
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>The whole lines; the last one may still be written.</summary>
    private string[] Lines(string signal)
    {
        var path = Path.Combine(folder, $"{signal}.jsonl");
        if (!File.Exists(path))
            return [];
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A span as the collector wrote it.</summary>
internal sealed class Span(JsonElement json)
{
    public string Name { get; } = json.GetProperty("name").GetString()!;

    public string Trace { get; } = json.GetProperty("traceId").GetString()!;

    public string Id { get; } = json.GetProperty("spanId").GetString()!;

    /// <summary>Empty for a root.</summary>
    public string Parent { get; } = json.TryGetProperty("parentSpanId", out var parent) ? parent.GetString()! : "";

    /// <summary>1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
    public int Kind { get; } = json.GetProperty("kind").GetInt32();

    /// <summary>Values as text.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; } = json.TryGetProperty("attributes", out var attributes)
        ? attributes.EnumerateArray().ToDictionary(
            attribute => attribute.GetProperty("key").GetString()!, attribute => attribute.GetProperty("value").EnumerateObject().Single().Value.ToString())
        : new Dictionary<string, string>();

    public override string ToString() => $"{Name} {{{string.Join(", ", Attributes.OrderBy(a => a.Key).Select(a => $"{a.Key}={a.Value}"))}}}";
}

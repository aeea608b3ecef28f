using System.Collections;
using System.Text;

namespace SpotifyPlatform.EventBus;

/// <summary>A record's headers, in order. Names follow the CloudEvents Kafka protocol binding and W3C Trace Context.</summary>
public sealed class EventHeaders(params KeyValuePair<string, ReadOnlyMemory<byte>>[] headers) : IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>>
{
    public const string SpecVersionName = "ce_specversion";
    public const string IdName = "ce_id";
    public const string SourceName = "ce_source";
    public const string TypeName = "ce_type";
    public const string ContentTypeName = "content-type";
    public const string TraceParentName = "traceparent";
    public const string TraceStateName = "tracestate";

    public static readonly EventHeaders Empty = new([]);

    public int Count => headers.Length;

    /// <summary>Names the statement that the event makes: the same statement has the same id whenever it is published.</summary>
    public string? Id => this[IdName];

    /// <summary>The full name of the message's type.</summary>
    public string? Type => this[TypeName];

    public string? TraceParent => this[TraceParentName];

    public string? TraceState => this[TraceStateName];

    public KeyValuePair<string, ReadOnlyMemory<byte>> this[int index] => headers[index];

    /// <summary>The last value of a name, as UTF-8 text; null where there is none.</summary>
    public string? this[string name] => Find(name) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    /// <summary>The last value of a name as it is; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Find(string name)
    {
        for (var i = headers.Length - 1; i >= 0; i--)
            if (headers[i].Key == name)
                return headers[i].Value;
        return null;
    }

    /// <summary>Headers of text values; names whose value is null are left out.</summary>
    public static EventHeaders Of(params IEnumerable<(string Name, string? Value)> headers) => new(
        [.. headers.Where(header => header.Value is not null).Select(header => KeyValuePair.Create(header.Name, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(header.Value!)))]);

    /// <summary>These headers and others after them.</summary>
    public EventHeaders With(EventHeaders others) => new([.. headers, .. others]);

    /// <summary>The headers whose names do not begin so.</summary>
    public EventHeaders Without(string prefix) => new([.. headers.Where(header => !header.Key.StartsWith(prefix, StringComparison.Ordinal))]);

    public IEnumerator<KeyValuePair<string, ReadOnlyMemory<byte>>> GetEnumerator() => headers.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

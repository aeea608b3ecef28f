namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.IAsyncStreamReader</c>: the messages that arrive on a stream.</summary>
public interface IAsyncStreamReader<out T>
{
    T Current { get; }

    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Mirrors <c>Grpc.Core.IAsyncStreamWriter</c>: the messages that leave on a stream, one write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    WriteOptions? WriteOptions { get; set; }

    Task WriteAsync(T message);

    /// <summary>Writers that know no cancellation of a single write refuse a token that could ask for it.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer cannot cancel a write.")
        : WriteAsync(message);
}

/// <summary>Mirrors <c>Grpc.Core.IClientStreamWriter</c>.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    Task CompleteAsync();
}

/// <summary>Mirrors <c>Grpc.Core.IServerStreamWriter</c>.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>Mirrors the half of <c>Grpc.Core.AsyncStreamReaderExtensions</c> that <c>Grpc.Core.Api</c> holds.</summary>
public static class AsyncStreamReaderExtensions
{
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}

namespace Grpc.Core.Interceptors;

/// <summary>Mirrors <c>Grpc.Core.Interceptors.ClientInterceptorContext</c>: one call as a client interceptor sees it.</summary>
public readonly struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    public Method<TRequest, TResponse> Method { get; } = method;

    public string? Host { get; } = host;

    public CallOptions Options { get; } = options;
}

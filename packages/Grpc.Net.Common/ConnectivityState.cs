namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.ConnectivityState</c>, which <c>Grpc.Net.Common</c> defines.</summary>
public enum ConnectivityState
{
    Idle,
    Connecting,
    Ready,
    TransientFailure,
    Shutdown,
}

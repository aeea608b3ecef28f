namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.Status</c>: a code, its detail, and the local cause that never leaves the process.</summary>
public readonly struct Status(StatusCode statusCode, string detail, Exception? debugException)
{
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null)
    {
    }

    public StatusCode StatusCode { get; } = statusCode;

    public string Detail { get; } = detail;

    public Exception? DebugException { get; } = debugException;

    public override string ToString()
    {
        var text = $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\"";
        if (DebugException is not null)
            text += $", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\"";

        return text + ")";
    }
}

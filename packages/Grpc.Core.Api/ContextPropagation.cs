namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.ContextPropagationOptions</c>.</summary>
public class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    public static readonly ContextPropagationOptions Default = new();

    public bool IsPropagateDeadline { get; } = propagateDeadline;

    public bool IsPropagateCancellation { get; } = propagateCancellation;
}

/// <summary>Mirrors <c>Grpc.Core.ContextPropagationToken</c>. The ASP.NET Core server makes none, so nothing derives from it.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}

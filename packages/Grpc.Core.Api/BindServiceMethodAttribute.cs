using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.BindServiceMethodAttribute</c>: where a generated service base has its <c>BindService</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = true)]
public class BindServiceMethodAttribute(
    [DynamicallyAccessedMembers(BindServiceMethodAttribute.BindTypeMembers)] Type bindType, string bindMethodName) : Attribute
{
    private const DynamicallyAccessedMemberTypes BindTypeMembers =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    [DynamicallyAccessedMembers(BindTypeMembers)]
    public Type BindType { get; } = bindType;

    public string BindMethodName { get; } = bindMethodName;
}

namespace Grpc.Core;

/// <summary>Mirrors <c>Grpc.Core.WriteFlags</c>.</summary>
[Flags]
public enum WriteFlags
{
    BufferHint = 0x1,
    NoCompress = 0x2,
}

/// <summary>Mirrors <c>Grpc.Core.WriteOptions</c>.</summary>
public class WriteOptions(WriteFlags flags = default)
{
    public static readonly WriteOptions Default = new();

    public WriteFlags Flags { get; } = flags;
}

using Google.Protobuf;
using SpotifyPlatform.Artifacts.Store;
using SpotifyPlatform.Contracts.Artifacts.V1;

namespace SpotifyPlatform.BuildingBlocks.Tests.Artifacts;

public sealed class ArtifactReferenceTests
{
    private static readonly ArtifactReference Known = new(ArtifactKey.Parse("a/b"), 5, new string('0', 62) + "ff");

    [Fact]
    public void TryRead_ItsOwnMessage_IsTheSameReference()
    {
        Assert.True(ArtifactReference.TryRead(Known.ToMessage(), out var reference, out _));
        Assert.Equal(Known, reference);
    }

    [Fact]
    public void TryRead_NoMessage_SaysSo()
    {
        Assert.False(ArtifactReference.TryRead(null, out _, out var fault));
        Assert.Equal("has no reference to an artifact", fault);
    }

    [Fact]
    public void TryRead_WrongFields_NamesEach()
    {
        AssertFault(message => message.Length = -1, "has -1 bytes");
        AssertFault(message => message.Sha256 = ByteString.CopyFromUtf8("x"), "a hash of 1 bytes");
        AssertFault(message => message.Key = "", "is no artifact key");
        AssertFault(message => message.Key = "/home/somebody/file", "is no artifact key");
    }

    private static void AssertFault(Action<Artifact> change, string expected)
    {
        var message = Known.ToMessage();
        change(message);
        Assert.False(ArtifactReference.TryRead(message, out _, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }
}

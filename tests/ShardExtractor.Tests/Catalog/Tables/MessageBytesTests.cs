using SpotifyPlatform.ShardExtractor.Catalog.Sqlite.Rows;

namespace SpotifyPlatform.ShardExtractor.Tests.Catalog.Tables;

public sealed class MessageBytesTests
{
    [Theory]
    [InlineData(MessageBytes.MaxBytes, false)]
    [InlineData(MessageBytes.MaxBytes + 1, true)]
    public void Append_UpToTheLimit_IsKept(int bytes, bool isTooLarge)
    {
        var message = new MessageBytes();
        message.Begin();
        message.Append(new byte[bytes]);
        Assert.Equal((isTooLarge, isTooLarge ? 0 : bytes), (message.IsTooLarge, message.Written.Length));
        message.Begin();
        Assert.False(message.IsTooLarge);
    }

    [Fact]
    public void Bytes_MoreThanAnArrayHolds_AreNotKept()
    {
        var message = new MessageBytes();
        message.Begin();
        var field = new byte[1 << 28];
        for (var i = 0; i < 10; i++)
            message.Bytes(1, field);
        Assert.True(message.IsTooLarge);
        Assert.InRange(message.Written.Length, 0, MessageBytes.MaxBytes);
    }
}

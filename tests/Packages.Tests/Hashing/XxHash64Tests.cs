using System.IO.Hashing;
using System.Text;

namespace SpotifyPlatform.Packages.Tests.Hashing;

/// <summary>Digests of the reference implementation (libxxhash 0.8.1), for bytes, a word, lanes, stripes, a tail and a seed.</summary>
public class XxHash64Tests
{
    private const string Sixteen = "0123456789abcdef";

    [Theory]
    [InlineData("", 0, "EF46DB3751D8E999")]
    [InlineData("a", 0, "D24EC4F1A98C6E5B")]
    [InlineData("abc", 0, "44BC2CF5AD770999")]
    [InlineData("abc", -1, "28306E589CC02176")]
    [InlineData("0123456789", 0, "3F5FC178A81867E7")]
    [InlineData(Sixteen + Sixteen, 0, "642A94958E71E6C5")]
    [InlineData(Sixteen + Sixteen + Sixteen + Sixteen + "0123456789abc", 0, "D0A6B2FD482E7746")]
    [InlineData(Sixteen + Sixteen + Sixteen + Sixteen + "0123456789abc", 42, "8C18F16F27E4B9F6")]
    public void Hash_KnownText_IsTheReferenceDigest(string text, long seed, string digest) =>
        Assert.Equal(digest, Convert.ToHexString(XxHash64.Hash(Encoding.ASCII.GetBytes(text), seed)));
}

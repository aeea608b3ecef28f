using System.ComponentModel.DataAnnotations;

namespace SpotifyPlatform.BuildingBlocks.Tests.Qdrant;

public sealed class QdrantOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:6334", "k", false, true)]
    [InlineData("http://qdrant:6334", null, false, true)]
    [InlineData("https://qdrant:6334", "k", false, true)]
    [InlineData("http://qdrant:6334", "k", true, true)]
    [InlineData("http://qdrant:6334", "k", false, false)]
    [InlineData("qdrant:6334", null, false, false)]
    [InlineData("https://me:secret@qdrant:6334", null, false, false)]
    public void Validate_KeyAndAddress_NeverInTheOpen(string address, string? key, bool allowed, bool right)
    {
        var options = new QdrantOptions { Address = new Uri(address, UriKind.RelativeOrAbsolute), ApiKey = key, AllowKeyOverPlaintext = allowed };
        Assert.Equal(right, Faults(options).Count == 0);
    }

    [Theory]
    [InlineData("tracks-2", true)]
    [InlineData("a/b", false)]
    [InlineData("", false)]
    public void Validate_Collection_IsAName(string name, bool right) => Assert.Equal(right, Faults(new QdrantOptions { Collection = name }).Count == 0);

    [Fact]
    public void Validate_AuthorityFile_IsThere() => Assert.Single(Faults(new QdrantOptions { CertificateAuthorityFile = "/no/such/file.pem" }));

    private static List<ValidationResult> Faults(QdrantOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return faults;
    }
}

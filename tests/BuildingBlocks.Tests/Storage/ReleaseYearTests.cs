using SpotifyPlatform.Storage.Catalog;

namespace SpotifyPlatform.BuildingBlocks.Tests.Storage;

public sealed class ReleaseYearTests
{
    [Theory]
    [InlineData("1999", 1999)]
    [InlineData("1999-12", 1999)]
    [InlineData("1999-12-31", 1999)]
    [InlineData("", null)]
    [InlineData("0000", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("199", null)]
    [InlineData("19991231", null)]
    [InlineData("-199", null)]
    [InlineData("year", null)]
    public void Of_Dates_IsTheYear(string date, int? expected) => Assert.Equal(expected, ReleaseYear.Of(date));
}

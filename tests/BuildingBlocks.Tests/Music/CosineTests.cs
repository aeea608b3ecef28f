namespace SpotifyPlatform.BuildingBlocks.Tests.Music;

public sealed class CosineTests
{
    [Theory]
    [InlineData(new[] { 1f, 0 }, new[] { 1f, 0 }, null, 1)]
    [InlineData(new[] { 3f, 4 }, new[] { 4f, 3 }, null, 0.96)]
    [InlineData(new[] { 1f, 0 }, new[] { -2f, 0 }, null, -1)]
    [InlineData(new[] { 1f, 1 }, new[] { 1f, -1 }, null, 0)]
    [InlineData(new[] { 1f, 1 }, new[] { 1f, -1 }, new[] { 1f, 0 }, 1)]
    [InlineData(new[] { 1f, 1 }, new[] { 1f, 0 }, new[] { 1f, 3 }, 0.5)]
    [InlineData(new[] { 0f, 0 }, new[] { 1f, 0 }, null, double.NaN)]
    [InlineData(new[] { 1f, 1 }, new[] { 0f, 1 }, new[] { 1f, 0 }, double.NaN)]
    [InlineData(new[] { 3e38f, 3e38f }, new[] { 1e-45f, 1e-45f }, new[] { 3e38f, 3e38f }, 1)]
    public void Of_Vectors_IsTheWeightedCosine(float[] query, float[] vector, float[]? weights, double expected)
    {
        Assert.Equal(expected, Cosine.Of(query, vector, weights), 1e-15);
        Assert.Equal(expected, Cosine.Of(vector, query, weights), 1e-15);
        Assert.Equal(double.IsNaN(expected) ? 0 : expected, Cosine.Contributions(query, vector, weights).Sum(), 1e-15);
    }
}

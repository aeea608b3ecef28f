using SpotifyPlatform.Artifacts.Store;

namespace SpotifyPlatform.Testing.Artifacts;

/// <summary>What a store keeps of an artifact whose creator is killed.</summary>
public abstract class CrashingArtifactStoreContract : ArtifactStoreContract
{
    /// <summary>The points at which the creator is killed, in the order in which it passes them.</summary>
    protected abstract IReadOnlyList<string> CrashPoints { get; }

    /// <summary>Creates an artifact in a process that is killed at a point.</summary>
    /// <param name="fromFile">Whether from a file or a stream.</param>
    protected abstract Task CreateAndDieAsync(string point, string key, string content, bool fromFile);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_KilledAtEachPoint_IsWholeOrAbsentAndCreatedByTheNext(bool fromFile)
    {
        var survived = new List<bool>();
        foreach (var point in CrashPoints)
        {
            var key = $"killed/{point}/artifact";
            await CreateAndDieAsync(point, key, point, fromFile);
            var found = await Open().FindAsync(Key(key), CancellationToken.None);
            if (found is not null)
                Assert.Equal(point, await TextAsync(key));
            Assert.Equal(found is null, await Open().CreateAsync(Key(key), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(point)), CancellationToken.None));
            Assert.Equal(point, await TextAsync(key));
            survived.Add(found is not null);
        }

        // From some point on the artifact is there, and before it never.
        Assert.Equal(survived.Order(), survived);
        Assert.Equal([false, true], survived.Distinct());
        Assert.Equal(CrashPoints.Count, (await ListAsync("")).Count);
    }
}

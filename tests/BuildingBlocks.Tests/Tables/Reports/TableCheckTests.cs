using SpotifyPlatform.BuildingBlocks.Tests.Tables.Deriving;
using SpotifyPlatform.Tables.Reports;

namespace SpotifyPlatform.BuildingBlocks.Tests.Tables.Reports;

/// <summary>Each object of a table goes bad: the check names it, and after the repair the table derives to what it was.</summary>
public sealed class TableCheckTests : IDisposable
{
    private const int FlippedBits = 20;

    private readonly DerivingWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Find_NothingBad_FindsNothing()
    {
        await DeriveAsync();
        Assert.Empty(await world.Check.FindAsync(null, default));
    }

    [Fact]
    public async Task Find_EachFileBad_NamesItAndTheRepairedTableIsAsItWas()
    {
        await DeriveAsync();
        var digest = await world.DigestAsync();
        var files = Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Assert.InRange(files.Count, 8, 20);
        foreach (var file in files)
        {
            var good = await File.ReadAllBytesAsync(file);
            foreach (var bad in Bad(good, new Random(file.Length)))
            {
                Write(file, bad);
                var findings = await world.Check.FindAsync(null, default);
                var key = Path.GetRelativePath(world.Folder, file);
                Assert.True(findings.Any(finding => key.StartsWith(finding.Key.ToString(), StringComparison.Ordinal)), $"{key} ({bad?.Length} bytes): {string.Join(", ", findings)}");

                await world.Check.RepairAsync(findings, default);
                if (findings.Any(finding => finding.Remedy == TableRemedy.Announce))
                    await AnnounceAsync();
                await DeriveAsync();
                Assert.Empty(await world.Check.FindAsync(null, default));
                Assert.Equal(digest, await world.DigestAsync());
            }
        }
    }

    [Fact]
    public async Task Derive_PointerDamaged_SaysSoAndThrowsNothing()
    {
        await DeriveAsync();
        Write(Path.Combine(world.Folder, "tables", "numbers", "pointers", "0000000001"), []);
        using var deriver = world.Deriver(new NumbersTable(world.Input));

        var status = await deriver.RetryAsync(default);

        Assert.Contains("platform repair", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindCurrent_NewestPointerGone_IsNotThePointerBefore()
    {
        await DeriveAsync();
        await AnnounceAsync("bb", 2);
        await DeriveAsync();
        File.Delete(Path.Combine(world.Folder, "tables", "numbers", "pointers", "0000000002"));

        await Assert.ThrowsAsync<InvalidDataException>(() => world.Store.FindCurrentAsync("numbers", default));
    }

    private static IEnumerable<byte[]?> Bad(byte[] good, Random random)
    {
        yield return null;
        yield return [];
        yield return new byte[good.Length];
        yield return good[..random.Next(good.Length)];
        for (var i = 0; i < FlippedBits; i++)
        {
            var (bad, bit) = (good.ToArray(), random.Next(good.Length * 8));
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            yield return bad;
        }
    }

    private static void Write(string file, byte[]? content)
    {
        File.Delete(file);
        if (content is not null)
            File.WriteAllBytes(file, content);
    }

    private async Task DeriveAsync()
    {
        if (world.Input.Current is null)
            await AnnounceAsync();
        using var deriver = world.Deriver(new NumbersTable(world.Input) { Units = 2 });
        await deriver.DeriveAsync(default);
    }

    private Task AnnounceAsync() => AnnounceAsync("a", 1);

    private async Task AnnounceAsync(string content, long revision)
    {
        world.Input.Current = (content, revision);
        await world.Inputs.RecordAsync(DerivingWorld.FileOf(content, revision), default);
    }
}

namespace SpotifyPlatform.Architecture.Tests.Contracts;

/// <summary>Compares the messages and topics with the checked-in lock. <c>UPDATE_CONTRACTS_LOCK=1</c> writes an intended change.</summary>
public sealed class ContractLockTests
{
    [Fact]
    public void Descriptors_ComparedWithTheLock_AreTheSame()
    {
        var path = Repository.PathOf("protos", "contracts.lock");
        var shape = WireShape.Describe();
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS_LOCK") == "1")
            File.WriteAllText(path, shape);
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), shape);
    }

    [Fact]
    public void TopicTable_InProtosReadme_NamesEveryTopicWithItsPartitions()
    {
        var rows = File.ReadLines(Repository.PathOf("protos", "README.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]} {cells[4]}");
        Assert.Equal(WireShape.Topics().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TopicNames_AllOfThem_FollowTheForm() =>
        Assert.All(WireShape.Topics(), topic => Assert.Matches(@"^[a-z]+\.[a-z-]+\.[a-z]+\.v[0-9]+ ", topic));
}

namespace SpotifyPlatform.Pipeline.FunctionalTests;

/// <summary>The least rights of each service alone, without a broker.</summary>
public sealed class TopicAclsTests
{
    [Theory]
    [InlineData(
        "User:warehouse-loader", "topic analysis.shard.extracted.v1 READ", "topic analysis.shard.extracted.v1.warehouse-loader.dlq READ,WRITE", "topic tables.generation.published.v1 READ,WRITE",
        "group reader DESCRIBE", "group warehouse-loader READ")]
    [InlineData(
        "User:lookup-gateway", "topic enrichment.artist.enriched.v1 READ", "topic enrichment.track.enriched.v1 READ", "topic lookup.track.accessed.v1 WRITE", "topic tables.generation.published.v1 READ", "topic vectors.track.promoted.v1 READ", "group reader DESCRIBE")]
    [InlineData(
        "User:acquirer", "topic acquisition.file.verified.v1 READ,WRITE", "topic acquisition.file.withdrawn.v1 READ,WRITE", "topic schedule.audit.due.v1 READ,WRITE",
        "topic schedule.audit.due.v1.acquirer.dlq READ,WRITE", "topic schedule.clock.ticked.v1 READ", "topic schedule.scan.due.v1 READ,WRITE",
        "topic schedule.scan.due.v1.acquirer.dlq READ,WRITE", "topic tables.generation.published.v1 READ", "group acquirer READ", "group acquirer-audit READ", "group acquirer-scan READ", "group reader DESCRIBE")]
    public async Task Acls_OfAService_AreWhatItsRegistrationsNeed(string principal, params string[] rights)
    {
        var listed = await Platform.DoneAsync("topics", "acls");
        Assert.Equal(rights.Select(right => $"{principal} {right}"), Lines(listed, principal));
    }

    [Fact]
    public async Task Acls_OfAnotherPrincipal_AreTheServices()
    {
        var listed = await Platform.DoneAsync("topics", "acls", "--principal", "warehouse-loader=User:CN=loader");
        Assert.Equal(5, Lines(listed, "User:CN=loader").Count());
        Assert.Empty(Lines(listed, "User:warehouse-loader"));
    }

    [Theory]
    [InlineData("loader=User:loader", "'loader' is no service")]
    [InlineData("xref=loader", "write xref=User:NAME")]
    public async Task Acls_WrongPrincipal_IsRefused(string principal, string message)
    {
        var finished = await Platform.RunAsync("topics", "acls", "--principal", principal);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(message, finished.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string listed, string principal) =>
        listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith($"{principal} ", StringComparison.Ordinal));
}

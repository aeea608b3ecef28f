using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;

namespace SpotifyPlatform.Packages.Tests.Calls;

public class CompressionTests
{
    private const string AskForRequestCompression = "grpc-internal-encoding-request";

    private static readonly string Repetitive = new('a', 100_000);

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Messages_BothWays_TravelCompressed(string encoding)
    {
        var server = new CountingProvider(encoding);
        var client = new CountingProvider(encoding);
        await using var probe = await StartAsync(server);
        using var channel = Open(probe, client);

        var reply = await new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest { Text = Repetitive }, new Metadata { { AskForRequestCompression, encoding } });

        Assert.Equal(Repetitive, reply.Text);
        Assert.Equal((1, 1), (client.Compressed, server.Decompressed));
        Assert.Equal((1, 1), (server.Compressed, client.Decompressed));
    }

    [Fact]
    public async Task Response_MarkedNoCompress_TravelsPlain()
    {
        var server = new CountingProvider("gzip");
        var client = new CountingProvider("gzip");
        await using var probe = await StartAsync(server);
        using var channel = Open(probe, client);

        var reply = await new Probe.ProbeClient(channel).EchoAsync(
            new ProbeRequest { Text = Repetitive, Count = (int)WriteFlags.NoCompress });

        Assert.Equal(Repetitive, reply.Text);
        Assert.Equal((0, 0), (server.Compressed, client.Decompressed));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public void Provider_CompressThenDecompress_ReturnsTheBytesAndLeavesTheTargetOpen(string encoding)
    {
        var provider = CountingProvider.Create(encoding);
        using var target = new MemoryStream();
        using (var writer = new StreamWriter(provider.CreateCompressionStream(target, CompressionLevel.Optimal)))
            writer.Write(Repetitive);

        Assert.InRange(target.Length, 1, Repetitive.Length / 10);
        target.Position = 0;
        using var reader = new StreamReader(provider.CreateDecompressionStream(target));
        Assert.Equal(Repetitive, reader.ReadToEnd());
    }

    private static Task<ProbeServer> StartAsync(CountingProvider provider) => ProbeServer.StartAsync(options =>
    {
        options.ResponseCompressionAlgorithm = provider.EncodingName;
        options.CompressionProviders = [provider];
    });

    private static GrpcChannel Open(ProbeServer server, CountingProvider provider) =>
        GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions { CompressionProviders = [provider] });

    /// <summary>One of the two standard providers, and how often it served.</summary>
    private sealed class CountingProvider(string encoding) : ICompressionProvider
    {
        private readonly ICompressionProvider _inner = Create(encoding);
        private int _compressed;
        private int _decompressed;

        public string EncodingName => _inner.EncodingName;

        public int Compressed => _compressed;

        public int Decompressed => _decompressed;

        public static ICompressionProvider Create(string encoding) => encoding == "gzip"
            ? new GzipCompressionProvider(CompressionLevel.Fastest)
            : new DeflateCompressionProvider(CompressionLevel.Fastest);

        public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
        {
            Interlocked.Increment(ref _compressed);
            return _inner.CreateCompressionStream(stream, compressionLevel);
        }

        public Stream CreateDecompressionStream(Stream stream)
        {
            Interlocked.Increment(ref _decompressed);
            return _inner.CreateDecompressionStream(stream);
        }
    }
}

using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ShardExtractor;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("shard-extractor");
builder.AddShardExtractor();
await builder.Build().MapServiceDefaults().RunAsync();

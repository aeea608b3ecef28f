using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.ShardExtractor;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("shard-extractor");
builder.AddEngines();
builder.AddShardExtractor();
await builder.Build().MapServiceDefaults().MapServiceStatus().RunServiceAsync();

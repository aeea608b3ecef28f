using SpotifyPlatform.CooccurrenceMiner;
using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(CooccurrenceMinerRegistration.Name);
builder.AddEngines();
builder.AddCooccurrenceMiner();
await builder.Build().MapServiceDefaults().MapServiceStatus().RunServiceAsync();

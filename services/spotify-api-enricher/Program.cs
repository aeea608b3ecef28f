using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.SpotifyApiEnricher;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(SpotifyApiEnricherRegistration.Name);
builder.AddEngines();
builder.AddSpotifyApiEnricher();
await builder.Build().MapServiceDefaults().MapServiceStatus().RunServiceAsync();

using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.WarehouseLoader;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(WarehouseLoaderRegistration.Name);
builder.AddEngines();
builder.AddWarehouseLoader();

var app = builder.Build();
app.MapServiceDefaults();
app.MapServiceStatus();
await app.RunServiceAsync();

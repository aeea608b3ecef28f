using SpotifyPlatform.Engines;
using SpotifyPlatform.LookupGateway;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(LookupGatewayRegistration.Name);
builder.AddEngines(busNeededToServe: false);
builder.AddLookupGateway();

var app = builder.Build();
app.MapServiceDefaults();
app.MapServiceStatus();
app.MapLookupGateway();
await app.RunServiceAsync();

using SpotifyPlatform.Acquirer;
using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AcquirerRegistration.Name);
builder.AddEngines();
builder.AddAcquirer();

var app = builder.Build();
app.MapServiceDefaults();
app.MapServiceStatus();
await app.RunServiceAsync();

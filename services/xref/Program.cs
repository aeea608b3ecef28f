using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.Xref;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(XrefRegistration.Name);
builder.AddEngines();
builder.AddXref();
await builder.Build().MapServiceDefaults().MapServiceStatus().RunServiceAsync();

using SpotifyPlatform.Engines;
using SpotifyPlatform.ListeningHistory;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ListeningHistoryRegistration.Name);
builder.AddEngines();
builder.AddListeningHistory();
await builder.Build().MapServiceDefaults().MapServiceStatus().MapListeningHistory().RunServiceAsync();

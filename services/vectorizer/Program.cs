using SpotifyPlatform.Engines;
using SpotifyPlatform.PipelineStatus;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;
using SpotifyPlatform.Vectorizer;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(VectorizerRegistration.Name);
builder.AddEngines();
builder.AddVectorizer();
await builder.Build().MapServiceDefaults().MapServiceStatus().RunServiceAsync();

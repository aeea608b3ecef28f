using SpotifyPlatform.ListeningHistory;
using SpotifyPlatform.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults(ListeningHistoryRegistration.Name);
builder.AddListeningHistory();
await builder.Build().MapServiceDefaults().MapListeningHistory().RunAsync();

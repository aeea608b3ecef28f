using SpotifyPlatform.EdgeGateway;
using SpotifyPlatform.ServiceDefaults;
using SpotifyPlatform.ServiceDefaults.Shutdown;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(EdgeGatewayRegistration.Name);
builder.AddEdgeGateway();

var app = builder.Build();
app.MapServiceDefaults();
app.MapEdgeGateway();
await app.RunServiceAsync();

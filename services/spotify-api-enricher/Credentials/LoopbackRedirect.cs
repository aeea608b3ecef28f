using System.Net;
using System.Text;

namespace SpotifyPlatform.SpotifyApiEnricher.Credentials;

/// <summary>Listens on the loopback redirect address until the browser brings the code of one login. Other requests are answered 404.</summary>
internal sealed class LoopbackRedirect : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly string path;

    /// <exception cref="SpotifyAuthenticationException">The port is taken.</exception>
    public LoopbackRedirect(Uri redirectUri)
    {
        path = redirectUri.AbsolutePath;
        listener.Prefixes.Add($"http://{redirectUri.Host}:{redirectUri.Port}/");
        try
        {
            listener.Start();
        }
        catch (HttpListenerException ex)
        {
            throw new SpotifyAuthenticationException(
                $"{redirectUri} cannot be listened on ({ex.Message}). Free the port, or register and set another {SpotifyCredentials.RedirectUriName}.");
        }
    }

    /// <summary>The code that came with the state.</summary>
    public async Task<string> WaitAsync(string state, CancellationToken cancellationToken)
    {
        // Stopping the listener ends its wait.
        using var stop = cancellationToken.Register(listener.Abort);
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception ex) when (cancellationToken.IsCancellationRequested && ex is HttpListenerException or ObjectDisposedException)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            var query = context.Request.QueryString;
            if (context.Request.Url?.AbsolutePath != path || query["state"] != state)
            {
                Answer(context, HttpStatusCode.NotFound, "This address only takes the answer of the login that is waiting.");
                continue;
            }

            if (query["code"] is { Length: > 0 and <= 4096 } code)
            {
                Answer(context, HttpStatusCode.OK, "Access is granted. This page can be closed.");
                return code;
            }

            Answer(context, HttpStatusCode.OK, "Access was not granted. This page can be closed.");
            throw new SpotifyAuthenticationException("Access was not granted in the browser. Run the same command again to grant it.");
        }
    }

    public void Dispose() => listener.Close();

    private static void Answer(HttpListenerContext context, HttpStatusCode status, string text)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Close(Encoding.UTF8.GetBytes(text), willBlock: false);
    }
}

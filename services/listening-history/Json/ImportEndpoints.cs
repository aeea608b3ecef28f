using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Grpc;
using SpotifyPlatform.ListeningHistory.Imports;
using ImportMode = SpotifyPlatform.ListeningHistory.Imports.ImportMode;

namespace SpotifyPlatform.ListeningHistory.Json;

/// <summary>Imports over HTTP: the same messages in proto3 JSON, with the field names of the contract.</summary>
internal static class ImportEndpoints
{
    private const int BufferBytes = 1 << 16;

    public static readonly JsonFormatter Formatter =
        new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true));

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/v1/listening/{account}").AddEndpointFilter<ListeningProblems>();
        account.MapPost("imports", Import);
        account.MapGet("imports", (string account, HttpContext http, AccountAccess access, ListeningImports imports) =>
            Json(ImportMapper.ToMessage(imports.List(access.Check(account, http)))));
        account.MapDelete("imports/{id:long}", async (string account, long id, HttpContext http, AccountAccess access, ListeningImports imports) =>
        {
            var name = access.Check(account, http);
            return await imports.UndoAsync(name, id, http.RequestAborted) ? Results.NoContent() : throw new UnknownImportException(name, id);
        });
        account.MapGet("settings", (string account, HttpContext http, AccountAccess access, ListeningImports imports) =>
            Json(ImportMapper.ToMessage(imports.Settings(access.Check(account, http)))));
        account.MapPatch("settings", Update);
        account.MapDelete("", async (string account, HttpContext http, AccountAccess access, ListeningImports imports) =>
        {
            await imports.DeleteAsync(access.Check(account, http), http.RequestAborted);
            return Results.NoContent();
        });
    }

    /// <inheritdoc cref="AccountAccess.Check"/>
    public static AccountName Check(this AccountAccess access, string account, HttpContext http) => access.Check(
        account,
        http.Request.Headers.TryGetValue(AccountAccess.Header, out var header) ? header.ToString() : null,
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address));

    public static IResult Json(IMessage message) => Results.Content(Formatter.Format(message), "application/json");

    private static async Task<IResult> Import(
        string account, string? mode, string? name, HttpContext http, AccountAccess access, ListeningImports imports, IOptions<ListeningHistoryOptions> options)
    {
        var checkedAccount = access.Check(account, http);
        var how = Enum.TryParse<ImportMode>(mode ?? nameof(ImportMode.Add), ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? parsed
            : throw new FormatException($"'{mode}' is not an import mode. Use add, preview or replace.");

        // Exports are larger than other requests; uploads have their own limit.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.Value.MaxUploadBytes;
        using var upload = new UploadedExport(options.Value.DataFolder, name ?? "upload.json", options.Value.MaxUploadBytes);
        var buffer = new byte[BufferBytes];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
            await upload.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        upload.Complete();
        return Json(ImportMapper.ToMessage(await imports.ImportAsync(checkedAccount, [upload.Path], how, progress: null, http.RequestAborted)));
    }

    private static async Task<IResult> Update(string account, HttpContext http, AccountAccess access, ListeningImports imports)
    {
        var name = access.Check(account, http);
        using var body = new StreamReader(http.Request.Body);
        var message = Settings.Parser.ParseJson(await body.ReadToEndAsync(http.RequestAborted));
        var settings = ImportMapper.Apply(message, imports.Settings(name));
        await imports.SaveSettingsAsync(name, settings, http.RequestAborted);
        return Json(ImportMapper.ToMessage(settings));
    }
}

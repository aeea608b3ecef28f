using Grpc.Core;
using Microsoft.Extensions.Options;
using SpotifyPlatform.Contracts.Listening.V1;
using SpotifyPlatform.ListeningHistory.Accounts;
using SpotifyPlatform.ListeningHistory.Imports;

namespace SpotifyPlatform.ListeningHistory.Grpc;

internal sealed class ImportsGrpcService(ListeningImports imports, AccountAccess access, IOptions<ListeningHistoryOptions> options)
    : ImportsService.ImportsServiceBase
{
    public override Task<ImportExportResponse> ImportExport(IAsyncStreamReader<ImportExportRequest> requestStream, ServerCallContext context) =>
        RpcErrors.GuardAsync(async () =>
        {
            if (!await requestStream.MoveNext(context.CancellationToken))
                throw new FormatException("The call has no message. The first one names account, file and mode.");
            var first = requestStream.Current;
            var account = access.Check(first.Account, context);
            using var upload = new UploadedExport(options.Value.DataFolder, first.FileName, options.Value.MaxUploadBytes);
            do
                await upload.WriteAsync(requestStream.Current.Content.Memory, context.CancellationToken);
            while (await requestStream.MoveNext(context.CancellationToken));
            upload.Complete();
            var report = await imports.ImportAsync(account, [upload.Path], ImportMapper.ToMode(first.Mode), progress: null, context.CancellationToken);
            return new ImportExportResponse { Report = ImportMapper.ToMessage(report) };
        });

    public override Task<ListImportsResponse> ListImports(ListImportsRequest request, ServerCallContext context) =>
        RpcErrors.GuardAsync(() => Task.FromResult(ImportMapper.ToMessage(imports.List(access.Check(request.Account, context)))));

    public override Task<UndoImportResponse> UndoImport(UndoImportRequest request, ServerCallContext context) => RpcErrors.GuardAsync(async () =>
    {
        var account = access.Check(request.Account, context);
        return await imports.UndoAsync(account, request.ImportId, context.CancellationToken)
            ? new UndoImportResponse()
            : throw new UnknownImportException(account, request.ImportId);
    });

    public override Task<GetSettingsResponse> GetSettings(GetSettingsRequest request, ServerCallContext context) => RpcErrors.GuardAsync(() =>
        Task.FromResult(new GetSettingsResponse { Settings = ImportMapper.ToMessage(imports.Settings(access.Check(request.Account, context))) }));

    public override Task<UpdateSettingsResponse> UpdateSettings(UpdateSettingsRequest request, ServerCallContext context) => RpcErrors.GuardAsync(async () =>
    {
        var account = access.Check(request.Account, context);
        var settings = ImportMapper.Apply(request.Settings, imports.Settings(account));
        await imports.SaveSettingsAsync(account, settings, context.CancellationToken);
        return new UpdateSettingsResponse { Settings = ImportMapper.ToMessage(settings) };
    });

    public override Task<DeleteAccountResponse> DeleteAccount(DeleteAccountRequest request, ServerCallContext context) => RpcErrors.GuardAsync(async () =>
    {
        await imports.DeleteAsync(access.Check(request.Account, context), context.CancellationToken);
        return new DeleteAccountResponse();
    });
}

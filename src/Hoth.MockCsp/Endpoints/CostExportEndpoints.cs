using System.Globalization;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

/// <summary>Asynchronous costs; see <see cref="Behaviours.CostExports"/>.</summary>
internal static class CostExportEndpoints
{
    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("createCostExport", "POST", "/cost-exports", Scopes.ReadCost, Create),
        new("getCostExport", "GET", "/cost-exports/{exportId}", Scopes.ReadCost, Get),
        new("downloadCostExport", "GET", "/cost-exports/{exportId}/files/{file}", Scope: null, Download),
        new("deleteCostExport", "DELETE", "/cost-exports/{exportId}", Scopes.ReadCost, Delete),
    ];

    private static Answer Create(CspRequest request)
    {
        if (request.Csp.Behaviour.CostExports is not { } script)
        {
            return Answer.NotFound("API at this CSP");
        }

        var input = request.Json();
        var portfolioId = input?.Text("portfolio_id", max: 128) ?? "";
        var range = input is null ? default : MonthRange.Read(input);
        var orders = CostEndpoints.OrdersOf(request.Csp, portfolioId);
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        if (orders is null)
        {
            return Answer.NotFound("portfolio");
        }

        var id = $"export-{request.Csp.Options.NewId()}";
        request.Csp.Exports.Create(id, script, CostEndpoints.CostsOf(request.Csp, orders, range));
        request.Csp.Counters.CostExportCreated();
        return Answer.Json(202, new(id, "IN_PROGRESS", null), WireJson.Default.ExportStatus) with { RetryAfter = RetryAfterOf(script.RetryAfter) };
    }

    private static Answer Get(CspRequest request)
    {
        var id = request.Id("exportId");
        (Export Export, string Status)? poll;
        lock (request.Csp.Gate)
        {
            poll = request.Csp.Exports.Poll(id);
        }

        if (poll is not var (export, status))
        {
            return Answer.NotFound("cost export");
        }

        var connection = request.Http.Connection;
        var files = status == "COMPLETED"
            ? Enumerable.Range(1, export.Script.Files).Select(file => $"http://{connection.LocalIpAddress}:{connection.LocalPort}/{request.Csp.Name}/cost-exports/{id}/files/{file}").ToList()
            : null;
        return Answer.Json(200, new(id, status, files), WireJson.Default.ExportStatus) with { RetryAfter = status == "IN_PROGRESS" ? RetryAfterOf(export.Script.RetryAfter) : null };
    }

    /// <summary>As with signed links, who knows the address may have the file.</summary>
    private static Answer Download(CspRequest request)
    {
        var export = request.Csp.Exports.Find(request.Id("exportId"));
        var note = export?.Script.NoteBytes is > 0 and var bytes ? new string('x', bytes) : null;
        return export is null ? Answer.NotFound("cost export") : Answer.Json(200, new(export.Costs.TaskOrders, note), WireJson.Default.ExportedCosts);
    }

    private static Answer Delete(CspRequest request)
    {
        lock (request.Csp.Gate)
        {
            var id = request.Id("exportId");
            return request.Csp.Exports.Delete(id) ? Answer.Json(200, new(id, "DELETED", null), WireJson.Default.ExportStatus) : Answer.NotFound("cost export");
        }
    }

    private static string? RetryAfterOf(int? seconds) => seconds?.ToString(CultureInfo.InvariantCulture);
}

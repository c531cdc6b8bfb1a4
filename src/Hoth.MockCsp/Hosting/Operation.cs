namespace Hoth.MockCsp.Hosting;

/// <summary>One route of every CSP.</summary>
/// <param name="Id">The operationId of the OpenAPI document.</param>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Below the CSP's name.</param>
/// <param name="Scope">What a bearer token needs; null where none is asked for.</param>
/// <param name="Handle">Serves a request. Validates it whole before it changes anything.</param>
internal sealed record Operation(string Id, string Method, string Path, string? Scope, Func<CspRequest, Answer> Handle)
{
    public bool Writes => Scope == Tokens.Scopes.WritePortfolio || (Scope is not null && Method == "POST");

    /// <summary>A poll's job is in its path, whatever its Idempotency-Key says.</summary>
    public bool CountsByPath => Id == Endpoints.ProvisioningStatusEndpoints.OperationId;
}

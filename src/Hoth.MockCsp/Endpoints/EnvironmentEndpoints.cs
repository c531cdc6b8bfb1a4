using Hoth.MockCsp.Hosting;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Endpoints;

internal static class EnvironmentEndpoints
{
    private const string Path = "/portfolios/{portfolioId}/environments";

    public static IReadOnlyList<Operation> Operations { get; } =
    [
        new("addEnvironment", "POST", Path, Scopes.WritePortfolio, Add),
        new("getEnvironmentById", "GET", $"{Path}/{{environmentId}}", Scopes.ReadPortfolio, Get),
        new("addAdministrators", "PATCH", $"{Path}/{{environmentId}}", Scopes.WritePortfolio, AddAdministrators),
    ];

    private static Answer Add(CspRequest request)
    {
        var (csp, portfolioId) = (request.Csp, request.Id("portfolioId"));
        if (csp.Portfolios.Find(portfolioId) is not { } portfolio)
        {
            return request.Violations.Any ? Answer.Invalid(request.Violations) : Answer.NotFound("portfolio");
        }

        var environment = request.Json() is { } input ? EnvironmentReader.Read(input, csp, portfolio) : null;
        EnvironmentReader.CheckDeadline(request, environment?.IsMigration == true);
        if (environment is null || request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Complete(environment, WireJson.Default.CspEnvironment, new(portfolioId, portfolioId, environment.Id), () =>
        {
            csp.Portfolios.Add(portfolioId, environment);
            csp.Counters.EnvironmentCreated();
        });
    }

    private static Answer Get(CspRequest request)
    {
        var (portfolioId, environmentId) = (request.Id("portfolioId"), request.Id("environmentId"));
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        return request.Csp.Portfolios.Find(portfolioId)?.Environment(environmentId) is { } environment
            ? Answer.Json(200, environment, WireJson.Default.CspEnvironment)
            : Answer.NotFound("environment in this portfolio");
    }

    /// <summary>An extension of the specification: gives more people access, or access anew to those with the same dod_id.</summary>
    private static Answer AddAdministrators(CspRequest request)
    {
        var (csp, portfolioId, environmentId) = (request.Csp, request.Id("portfolioId"), request.Id("environmentId"));
        var input = request.Json();
        input?.AllowOnly("administrators");
        var administrators = input is null ? [] : EnvironmentReader.ReadAdministrators(input);
        if (request.Violations.Any)
        {
            return Answer.Invalid(request.Violations);
        }

        if (csp.Portfolios.Find(portfolioId)?.Environment(environmentId) is not { } environment)
        {
            return Answer.NotFound("environment in this portfolio");
        }

        return request.Complete(environment, WireJson.Default.CspEnvironment, new(portfolioId, portfolioId, environmentId), () =>
        {
            csp.Portfolios.AddAdministrators(portfolioId, environmentId, administrators);
            csp.Counters.AdministratorsUpdated();
        });
    }
}

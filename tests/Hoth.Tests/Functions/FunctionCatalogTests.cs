using System.Text;
using System.Text.Json;
using Amazon.Lambda.Annotations;
using Amazon.Lambda.Annotations.APIGateway;
using Amazon.Lambda.Annotations.Schedule;
using Amazon.Lambda.Annotations.SQS;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using Hoth.Functions.Catalog;
using Hoth.Functions.Composition;
using Hoth.Functions.Hosting;
using Hoth.Functions.Http;
using Hoth.Ports;

namespace Hoth.Tests.Functions;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Definitions_say_what_the_attributes_declare()
    {
        var catalog = new FunctionCatalog().Add(_ => new Good());

        catalog.All.Select(f => f.Name).ShouldBe(["Accept", "Authorize", "Sweep", "Work"], ignoreOrder: true);
        catalog["Accept"].ShouldSatisfyAllConditions(
            f => f.Shape.ShouldBe(HandlerShape.Http),
            f => f.Route.ShouldBe(new FunctionRoute("POST", "/things/{thingId}")),
            f => f.Timeout.ShouldBe(TimeSpan.FromSeconds(10)),
            f => f.Authorizer.ShouldBe("Authorize"),
            f => f.Uses.Single().ShouldSatisfyAllConditions(u => u.Resource.ShouldBe(Queues.CostRequests), u => u.Access.ShouldBe(Access.Send)));
        catalog["Work"].ShouldSatisfyAllConditions(
            f => f.Shape.ShouldBe(HandlerShape.Queue),
            f => f.Queue.ShouldBe(new FunctionQueue(Queues.CostRequests, 10, TimeSpan.Zero, 50)));
        catalog["Sweep"].ShouldSatisfyAllConditions(
            f => f.Shape.ShouldBe(HandlerShape.Task),
            f => f.Schedule.ShouldBe(new FunctionSchedule("rate(5 minutes)", TimeSpan.FromMinutes(5))),
            f => f.FailedExecutionsOf.ShouldBe(Workflows.Provisioning));
        catalog["Authorize"].Shape.ShouldBe(HandlerShape.Authorizer);
    }

    [Fact]
    public void Authorizers_that_routes_name_are_functions_of_that_kind()
    {
        var catalog = FunctionCatalog.Create();

        catalog.All.Where(f => f.Shape == HandlerShape.Authorizer).ShouldNotBeEmpty();
        catalog.All.Where(f => f.Authorizer is not null).Where(f => catalog[f.Authorizer!].Shape != HandlerShape.Authorizer).ShouldBeEmpty();
    }

    [Fact]
    public void Failed_executions_of_each_state_machine_have_one_listener() =>
        FunctionCatalog.Create().All.Select(f => f.FailedExecutionsOf).OfType<string>().ShouldBe(Workflows.All, ignoreOrder: true);

    [Fact]
    public async Task Bound_function_calls_the_method_itself_and_from_JSON()
    {
        var definition = new FunctionCatalog().Add(_ => new Good())["Accept"];
        var function = definition.Bind(new HothComposition(NoPorts.Create(new CapturingLoggerFactory()))).ShouldBeOfType<BoundFunction<APIGatewayProxyRequest, APIGatewayProxyResponse>>();

        (await function.InvokeAsync(new APIGatewayProxyRequest { Body = "a" }, new TestLambdaContext())).Body.ShouldBe("a");

        using var input = new MemoryStream(Encoding.UTF8.GetBytes("""{"body":"b"}"""));
        var output = await function.InvokeAsync(input, new TestLambdaContext(), new SourceGeneratorLambdaJsonSerializer<LambdaEventsJson>());
        JsonDocument.Parse(output).RootElement.GetProperty("body").GetString().ShouldBe("b");
    }

    [Fact]
    public void Unknown_name_is_refused_with_the_names_that_there_are() =>
        Should.Throw<InvalidOperationException>(() => new FunctionCatalog().Add(_ => new Good())["Nonsense"])
            .Message.ShouldSatisfyAllConditions(m => m.ShouldContain("'Nonsense'"), m => m.ShouldContain("Accept"), m => m.ShouldContain("Work"));

    [Fact]
    public void One_function_is_found_without_the_others()
    {
        foreach (var function in FunctionCatalog.Create().All)
        {
            FunctionCatalog.Find(function.Name).ShouldSatisfyAllConditions(
                f => f.Method.ShouldBe(function.Method), f => f.Shape.ShouldBe(function.Shape), f => f.Timeout.ShouldBe(function.Timeout), f => f.Route.ShouldBe(function.Route));
        }
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("")]
    [InlineData("startCostJob")]
    [InlineData(nameof(ToString))]
    [InlineData(".ctor")]
    public void What_is_no_function_is_not_found(string name) =>
        Should.Throw<InvalidOperationException>(() => FunctionCatalog.Find(name)).Message.ShouldSatisfyAllConditions(m => m.ShouldContain($"'{name}'"), m => m.ShouldContain("StartCostJob"));

    [Fact]
    public void Two_functions_of_one_name_are_refused() =>
        Refused(() => new FunctionCatalog().Add(_ => new Good()).Add(_ => new SameName())).ShouldContain("Two functions are called Accept");

    [Fact]
    public void Two_functions_of_one_route_are_refused_whatever_the_parameters_are_called() =>
        Refused(() => new FunctionCatalog().Add(_ => new Good()).Add(_ => new SameRoute())).ShouldContain("POST /things/{id}: Accept and Other");

    [Fact]
    public void Class_without_functions_is_refused() => Refused(() => new FunctionCatalog().Add(_ => new object())).ShouldContain("no function");

    [Fact]
    public void Every_mistake_of_a_declaration_is_named_at_once()
    {
        var message = Refused(() => new FunctionCatalog().Add(_ => new Wrong()));

        foreach (var mistake in new[] { "signature", "route", "'Nowhere'", "'@NoQueue'", "'no machine'", "BatchSize", "MaximumConcurrency", "'cron(0 * * * ? *)'", "MemorySize", "Timeout" })
        {
            message.ShouldContain(mistake);
        }
    }

    private static string Refused(Action add) => Should.Throw<InvalidOperationException>(add).Message;

    private sealed class Good
    {
        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Post, "/things/{thingId}", Authorizer = nameof(Authorize))]
        [Uses(Queues.CostRequests, Access.Send)]
        public Task<APIGatewayProxyResponse> Accept(APIGatewayProxyRequest request, ILambdaContext context) =>
            Task.FromResult(new APIGatewayProxyResponse { StatusCode = 200, Body = request.Body });

        [LambdaFunction(MemorySize = 512, Timeout = 60)]
        [SQSEvent("@" + Queues.CostRequests, MaximumConcurrency = 50)]
        public Task<SQSBatchResponse> Work(SQSEvent batch, ILambdaContext context) => Task.FromResult(new SQSBatchResponse());

        [LambdaFunction(MemorySize = 512, Timeout = 60)]
        [ScheduleEvent("rate(5 minutes)")]
        [FailedExecutions(Workflows.Provisioning)]
        public Task<JsonElement> Sweep(JsonElement input, ILambdaContext context) => Task.FromResult(input);

        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        public Task<APIGatewayCustomAuthorizerResponse> Authorize(AuthorizerRequest request, ILambdaContext context) =>
            Task.FromResult(new APIGatewayCustomAuthorizerResponse());

        public void NotAFunction() { }
    }

    private sealed class SameName
    {
        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        public Task<JsonElement> Accept(JsonElement input, ILambdaContext context) => Task.FromResult(input);
    }

    private sealed class SameRoute
    {
        [LambdaFunction(MemorySize = 512, Timeout = 10)]
        [RestApi(LambdaHttpMethod.Post, "/things/{id}")]
        public Task<APIGatewayProxyResponse> Other(APIGatewayProxyRequest request, ILambdaContext context) => Task.FromResult(new APIGatewayProxyResponse());
    }

    private sealed class Wrong
    {
        [LambdaFunction(MemorySize = 64)]
        [RestApi(LambdaHttpMethod.Get, "things//")]
        [SQSEvent("@NoQueue", BatchSize = 11, MaximumConcurrency = 1)]
        [ScheduleEvent("cron(0 * * * ? *)")]
        [Uses("Nowhere", Access.Read)]
        [FailedExecutions("no machine")]
        public Task<string> Everything(string input) => Task.FromResult(input);
    }
}

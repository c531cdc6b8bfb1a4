using Hoth.Local.FrontDoor;

namespace Hoth.Local.Tests.FrontDoor;

public sealed class RouteTableTests
{
    private readonly RouteTable<string> _routes = new();

    public RouteTableTests()
    {
        _routes.Add("GET", "/jobs/{id}", "get");
        _routes.Add("POST", "/jobs", "create");
        _routes.Add("POST", "/jobs/acks", "ack");
        _routes.Add("GET", "/jobs/{id}/parts/{part}", "part");
    }

    [Theory]
    [InlineData("POST", "/jobs", "create")]
    [InlineData("GET", "/jobs/7", "get")]
    [InlineData("POST", "/jobs/acks", "ack")]
    [InlineData("GET", "/jobs/7/parts/8", "part")]
    public void Route_is_found(string method, string path, string target) => _routes.Find(method, path).Target.ShouldBe(target);

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("/jobs/")]
    [InlineData("/Jobs")]
    [InlineData("/jobs/7/parts")]
    [InlineData("/jobs//parts/8")]
    public void Nothing_is_found_where_no_resource_is(string path) => _routes.Find("GET", path).Template.ShouldBeNull();

    [Fact]
    public void Parameters_stay_as_the_client_encoded_them() =>
        _routes.Find("GET", "/jobs/a%2Fb/parts/%C3%A4").Parameters.ShouldBe(new Dictionary<string, string> { ["id"] = "a%2Fb", ["part"] = "%C3%A4" }, ignoreOrder: true);

    [Fact]
    public void Literal_resource_hides_a_parameter_whatever_its_methods()
    {
        var match = _routes.Find("GET", "/jobs/acks");
        (match.Target, match.Template, match.Allow).ShouldBe((null, "/jobs/acks", "POST"));
    }
}

using System.Text;
using System.Text.Json;
using Hoth.CloudProviders;

namespace Hoth.Tests.CloudProviders;

public class WireCaseTests
{
    /// <summary>Every member name of the specification that is made of several words.</summary>
    public static TheoryData<string, string> SpecifiedNames => new()
    {
        { "task_orders", "taskOrders" }, { "task_order_id", "taskOrderId" }, { "task_order_number", "taskOrderNumber" },
        { "clin_number", "clinNumber" }, { "pop_start_date", "popStartDate" }, { "pop_end_date", "popEndDate" },
        { "classification_level", "classificationLevel" }, { "cloud_distinguisher", "cloudDistinguisher" }, { "display_name", "displayName" },
        { "account_name", "accountName" }, { "email_distribution_list", "emailDistributionList" }, { "dashboard_link", "dashboardLink" },
        { "is_migration", "isMigration" }, { "dod_id", "dodId" }, { "needs_reset", "needsReset" }, { "portfolio_id", "portfolioId" },
        { "provisioning_job_id", "provisioningJobId" }, { "created_at", "createdAt" }, { "contract_number", "contractNumber" },
        { "delivery_order_number", "deliveryOrderNumber" }, { "customer_department", "customerDepartment" },
        { "authorizing_contract_officer", "authorizingContractOfficer" }, { "id", "id" }, { "results", "results" },
    };

    [Theory]
    [MemberData(nameof(SpecifiedNames))]
    [InlineData("clin_1", "clin_1")]
    [InlineData("clin_1_total", "clin_1Total")]
    [InlineData("il4_dod", "il4Dod")]
    [InlineData("_links", "_links")]
    [InlineData("a__b", "a__b")]
    [InlineData("trailing_", "trailing_")]
    [InlineData("TOP_SECRET", "TOP_SECRET")]
    [InlineData("a_b_c", "aBC")]
    [InlineData("", "")]
    [InlineData("gr\u00f6\u00df_e", "gr\u00f6\u00df_e")]
    public void Name_converts_and_comes_back(string snake, string camel)
    {
        WireName.ToCamel(snake).ShouldBe(camel);
        WireName.ToSnake(camel).ShouldBe(snake);
    }

    [Fact]
    public void Values_pass_byte_for_byte_when_names_change()
    {
        const string Snake = """{"task_orders":[{"clin_number":"0001","a_values":[1,1.0,1e3,-0.10,12345678901234567890,"x_y","\u00e9\ud800",true,null,[[],{}]]}],"o_o":{}}""";
        const string Camel = """{"taskOrders":[{"clinNumber":"0001","aValues":[1,1.0,1e3,-0.10,12345678901234567890,"x_y","\u00e9\ud800",true,null,[[],{}]]}],"oO":{}}""";

        WireCase.ToCamel(Bytes(Snake)).ShouldBe(Camel);
        Text(WireCase.ToSnake(Camel)).ShouldBe(Snake);
    }

    [Theory]
    [InlineData("""{"a_b":1,"aB":2}""")]
    [InlineData("""{"aB":1,"a_b":2}""")]
    [InlineData("""{"x":{"a_b_c":1,"aB_c":2,"a_bC":3,"aBC":4}}""")]
    public void Members_keep_their_names_when_these_would_become_equal(string json)
    {
        WireCase.ToCamel(Bytes(json)).ShouldBe(json);
        Text(WireCase.ToSnake(json)).ShouldBe(json);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a_b":1,"a\u005fb":2}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("// c\n{}")]
    public void Text_is_refused_when_it_is_no_strict_json(string json) => Should.Throw<JsonException>(() => WireCase.ToCamel(Bytes(json)));

    [Fact]
    public void Text_is_refused_when_it_is_no_utf8() =>
        Should.Throw<JsonException>(() => WireCase.ToCamel(new byte[] { (byte)'"', 0xff, (byte)'"' }));

    [Fact]
    public void Text_is_refused_when_it_is_nested_deeper_than_64()
    {
        WireCase.ToCamel(Bytes(Nested(64))).ShouldBe(Nested(64));
        Should.Throw<JsonException>(() => WireCase.ToCamel(Bytes(Nested(65))));

        static string Nested(int depth) => new string('[', depth) + new string(']', depth);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_documents_come_back_when_their_names_are_convertible(int seed)
    {
        var json = new RandomJson(seed, RandomJson.SnakeName).Next();

        Text(WireCase.ToSnake(WireCase.ToCamel(Bytes(json)))).ShouldBe(json);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_documents_never_get_duplicate_names_and_convert_once_only(int seed)
    {
        // Names of few letters, capitals and underscores: most objects have collisions.
        var json = new RandomJson(seed, RandomJson.AnyName).Next();

        var camel = WireCase.ToCamel(Bytes(json));
        var snake = Text(WireCase.ToSnake(json));

        WireCase.ToCamel(Bytes(camel)).ShouldBe(camel);
        Text(WireCase.ToSnake(snake)).ShouldBe(snake);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}

namespace Hoth.Tests.MockCsp;

/// <summary>Request bodies that are right.</summary>
internal static class Bodies
{
    public const string TaskOrder = """
        {"task_order_number":"TO1","pop_start_date":"2024-01-01","pop_end_date":"2026-12-31","clins":[
          {"clin_number":"0001","type":"CLOUD","classification_level":"SECRET","pop_start_date":"2024-01-01","pop_end_date":"2026-12-31"},
          {"clin_number":"0002","type":"NON_CLOUD","classification_level":null,"pop_start_date":"2024-01-01","pop_end_date":"2026-12-31"}]}
        """;

    public const string Portfolio = $$"""{"name":"P","task_orders":[{{TaskOrder}}]}""";

    public const string Administrators = """[{"email":"a@agency.example","dod_id":"1234567890","needs_reset":false}]""";

    public const string Environment = $$"""
        {"name":"E","account_name":"account1","classification_level":"SECRET","administrators":{{Administrators}},
         "cloud_distinguisher":{"name":"il4","display_name":"IL4","description":"d"} }
        """;
}

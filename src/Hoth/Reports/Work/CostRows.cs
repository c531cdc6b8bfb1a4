using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hoth.HttpJobs.Expressions;

namespace Hoth.Reports.Work;

/// <summary>
/// Makes rows of what a CSP says about the costs of a portfolio (ATAT CSP API 1.3.2, CostResponseByPortfolio): a row for each month of each CLIN, actual and forecast,
/// with the other members of everything above it, in the CSP's order (docs/reports.md). Values are kept verbatim.
/// </summary>
/// <param name="Csp">The column csp.</param>
/// <param name="PortfolioId">The column portfolioId.</param>
internal sealed record CostRows(string Csp, string PortfolioId)
{
    private const int Kind = 3;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The levels of an answer: what a thing is called there, and which members lead to the next level.</summary>
    private static readonly (string Name, string[] Below)[] Levels =
        [("costs", ["taskOrders"]), ("taskOrder", ["clins"]), ("clin", ["actual", "forecast"]), ("costKind", ["results"]), ("result", [])];

    /// <summary>True when a record of an HTTP job is a CSP's whole answer, false when it is a row.</summary>
    public bool IsDocument { get; init; }

    /// <summary>The rows of a CSP's answer, each with its line feed.</summary>
    public void WriteAnswer(JsonElement answer, IBufferWriter<byte> lines) => Descend(0, answer, [], lines);

    /// <summary>The rows of one record of an HTTP job.</summary>
    public void WriteRecord(JsonElement record, IBufferWriter<byte> lines)
    {
        if (record.ValueKind != JsonValueKind.Object) WriteRow([("value", record)], lines);
        else if (IsDocument) WriteAnswer(record, lines);
        else WriteRow(Join([], "record", record.EnumerateObject().Select(m => (m.Name, m.Value))), lines);
    }

    private void Descend(int level, JsonElement element, List<(string Name, JsonElement Value)> above, IBufferWriter<byte> lines)
    {
        var (name, below) = Levels[level];
        bool Leads(JsonProperty member) => below.Contains(member.Name) && member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object;
        var next = element.EnumerateObject().Where(Leads).ToList();

        // A total is the sum of the rows below it: in each of them it would be added up again.
        var own = element.EnumerateObject().Where(m => !Leads(m) && !(level == Kind && next.Count > 0 && m.NameEquals("total"))).Select(m => (m.Name, m.Value)).ToList();
        var columns = Join(above, name, own);
        if (next.Count == 0)
        {
            if (own.Count > 0) WriteRow(columns, lines);
            return;
        }

        foreach (var member in next)
        {
            var named = level + 1 == Kind ? Join(columns, name, [(Levels[Kind].Name, JsonText.Of(member.Name))]) : columns;
            foreach (var item in member.Value.ValueKind == JsonValueKind.Array ? member.Value.EnumerateArray().AsEnumerable() : [member.Value])
            {
                if (item.ValueKind == JsonValueKind.Object) Descend(level + 1, item, named, lines);
            }
        }
    }

    /// <summary>A name that is taken already comes with that of its level.</summary>
    private static List<(string Name, JsonElement Value)> Join(List<(string Name, JsonElement Value)> above, string level, IEnumerable<(string Name, JsonElement Value)> own)
    {
        bool IsTaken(string name) => name is "csp" or "portfolioId" || above.Exists(c => c.Name == name);
        return [.. above, .. own.Select(c => IsTaken(c.Name) ? ($"{level}.{c.Name}", c.Value) : c)];
    }

    private void WriteRow(List<(string Name, JsonElement Value)> columns, IBufferWriter<byte> lines)
    {
        using (var writer = new Utf8JsonWriter(lines, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("csp", Csp);
            writer.WriteString("portfolioId", PortfolioId);
            foreach (var (name, value) in columns)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        lines.Write("\n"u8);
    }
}

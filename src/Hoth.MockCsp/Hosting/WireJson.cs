using System.Text.Json.Serialization;
using Hoth.MockCsp.Costs;
using Hoth.MockCsp.Exports;
using Hoth.MockCsp.Far51;
using Hoth.MockCsp.Recording;
using Hoth.MockCsp.State;
using Hoth.MockCsp.Tokens;
using Hoth.MockCsp.Validation;

namespace Hoth.MockCsp.Hosting;

/// <summary>Everything that the mock writes as JSON, in the casing of the CSP API.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization | JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Portfolio))]
[JsonSerializable(typeof(PortfolioSummary))]
[JsonSerializable(typeof(TaskOrder))]
[JsonSerializable(typeof(CspEnvironment))]
[JsonSerializable(typeof(ProvisioningStatus))]
[JsonSerializable(typeof(PortfolioCosts))]
[JsonSerializable(typeof(CostsByKind))]
[JsonSerializable(typeof(CostData))]
[JsonSerializable(typeof(IReadOnlyList<Far51Authorization>))]
[JsonSerializable(typeof(ExportStatus))]
[JsonSerializable(typeof(ExportedCosts))]
[JsonSerializable(typeof(TokenGrant))]
[JsonSerializable(typeof(TokenRefusal))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(CspCounters))]
[JsonSerializable(typeof(IReadOnlyList<ReceivedRequest>))]
internal sealed partial class WireJson : JsonSerializerContext;

using System.Text.Json.Serialization;
using Hoth.Jobs;

namespace Hoth.Functions.Jobs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SweepReport))]
internal sealed partial class SweeperJson : JsonSerializerContext;

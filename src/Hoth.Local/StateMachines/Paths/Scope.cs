using System.Text.Json.Nodes;

namespace Hoth.Local.StateMachines.Paths;

/// <summary>What paths and intrinsic functions can see.</summary>
/// <param name="Input">What <c>$</c> is.</param>
/// <param name="Context">What <c>$$</c> is.</param>
/// <param name="NewUuid">Makes a version 4 UUID, for States.UUID.</param>
internal sealed record Scope(JsonNode? Input, JsonObject Context, Func<string> NewUuid);

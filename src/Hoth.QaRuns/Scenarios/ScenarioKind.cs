using System.Text.Json.Serialization;

namespace Hoth.QaRuns.Scenarios;

/// <summary>What a scenario is after.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScenarioKind>))]
public enum ScenarioKind
{
    /// <summary>Makes or finds the resources that the other scenarios of its operation need.</summary>
    Preparation,

    /// <summary>Valid: everything given, only what is required, optional members on and off, each alternative.</summary>
    Positive,

    /// <summary>Valid, on a boundary.</summary>
    Boundary,

    /// <summary>One rule is broken.</summary>
    Violation,

    /// <summary>Missing or wrong credentials, or without the scope.</summary>
    Credentials,

    /// <summary>An id that nothing has.</summary>
    UnknownId,

    /// <summary>A resource below another one's parent.</summary>
    WrongParent,

    /// <summary>Create, read, update and read back; a job until it ends.</summary>
    Lifecycle,

    /// <summary>Proposed by a language model.</summary>
    Proposed,
}

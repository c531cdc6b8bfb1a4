using System.Collections.Immutable;
using System.Text.Json;

namespace Hoth.QaRuns.Ai;

/// <summary>What a language model proposes to send, in order.</summary>
/// <param name="Title">What it is for, in the model's words: at most 120 characters, none of them a control character.</param>
/// <param name="Steps">1 to 20.</param>
public sealed record Proposal(string Title, ImmutableArray<ProposedStep> Steps);

/// <summary>One request of a proposal.</summary>
/// <param name="OperationId">An operation of the specification.</param>
/// <param name="Parameters">What its parameters are given; all of them are parameters of the operation.</param>
/// <param name="Body">Its body; null: none.</param>
/// <param name="Broken">
/// Rules of the specification that it breaks, as pointers; empty: the request is valid, and the API should take it. Found by Hoth's own validator, whatever
/// the model says; values that come from earlier answers are taken to fit.
/// </param>
public sealed record ProposedStep(string OperationId, ImmutableArray<ProposedParameter> Parameters, JsonElement? Body, ImmutableArray<string> Broken)
{
    /// <summary>True when nothing is broken.</summary>
    public bool IsValid => Broken.IsEmpty;
}

/// <summary>What a parameter is given: a text, or a member of the answer to an earlier step.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="In">Where it is.</param>
/// <param name="Text">The text; null: it comes from an answer.</param>
/// <param name="FromStep">Which step's answer, from 0; always an earlier one.</param>
/// <param name="FromPointer">Where in the answer's body: a JSON Pointer.</param>
public sealed record ProposedParameter(string Name, string In, string? Text, int FromStep, string FromPointer);

using Hoth.QaRuns.Scenarios;
using Hoth.QaRuns.Specs;

namespace Hoth.QaRuns.Ai;

/// <summary>
/// Has a language model propose inputs and sequences for an operation. It sees the specification alone, and what it says is only ever sent, never believed:
/// whether a request is valid, and whether an answer is right, is decided elsewhere.
/// </summary>
public sealed class ProposeInputs : IDisposable
{
    /// <summary>So often an operation is asked about, at most.</summary>
    public const int Attempts = 3;

    private readonly ChatEndpoint _endpoint;
    private readonly TimeProvider _time;

    /// <summary>Makes it.</summary>
    /// <param name="settings">Whom to ask.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="AiException">The settings cannot be used.</exception>
    public ProposeInputs(AiSettings settings, TimeProvider time) => (_endpoint, _time) = (new ChatEndpoint(settings, time), time);

    /// <summary>Asks. Each attempt that fails is written down.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="operation">The operation of it.</param>
    /// <param name="journal">Where failures go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Proposals, each of which calls the operation; empty when all attempts failed, and the scenarios made from the schema have to do.</returns>
    /// <exception cref="RunEndedException">The run has ended, or was cancelled.</exception>
    public async Task<IReadOnlyList<Proposal>> AskAsync(ApiSpec spec, ApiOperation operation, IScenarioJournal journal, CancellationToken cancellationToken)
    {
        var question = ProposalQuestion.Of(spec, operation);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                return ProposalReader.Read(spec, operation, await _endpoint.AskAsync(ProposalQuestion.Instructions, question, ProposalQuestion.AnswerSchema, cancellationToken));
            }
            catch (AiException e)
            {
                await journal.AiFailedAsync(operation.Id, attempt, Attempts, e.Message, cancellationToken);
                if (attempt == Attempts) break;
                // 1 s, 4 s.
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(4, attempt - 1)), _time, cancellationToken);
            }
        }

        return [];
    }

    /// <inheritdoc />
    public void Dispose() => _endpoint.Dispose();
}

using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>One request that may be repeated: passing trouble puts the step off, lasting trouble ends the try, an answer is read.</summary>
internal sealed class HttpJobExchange(HttpJobClient client, HttpJobMoves moves)
{
    /// <summary>Sends the request.</summary>
    /// <param name="definition">What kind of job.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="request">What to ask.</param>
    /// <param name="divert">Where an answer leads whatever its status says of success; null where nowhere in particular.</param>
    /// <param name="read">Where an answer leads that is a success.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<HttpJobState> SendAsync(
        HttpJobDefinition definition, HttpJobState state, HttpJobRequest request, Func<HttpJobAnswer, HttpJobState?> divert, Func<HttpJobAnswer, Task<HttpJobState>> read, CancellationToken cancellationToken)
    {
        var step = request.Requester.Step;
        var (answer, failure) = await client.SendAsync(request, cancellationToken);
        if (answer is null)
        {
            var trouble = HttpJobMoves.FailureOf(step, null, failure);
            return failure!.IsTransient ? moves.Again(definition, state, null, trouble) : moves.EndTry(definition, state, trouble);
        }

        await using (answer)
        {
            if (divert(answer) is { } elsewhere) return elsewhere;
            if (!answer.IsSuccess)
            {
                var trouble = HttpJobMoves.FailureOf(step, answer, null);
                return answer.IsTransient ? moves.Again(definition, state, answer.RetryAfter(moves.Now), trouble) : moves.EndTry(definition, state, trouble);
            }

            try
            {
                return await read(answer);
            }
            catch (TransferException e)
            {
                return moves.Again(definition, state, null, HttpJobMoves.FailureOf(step, null, e.Failure));
            }
        }
    }

    /// <summary>Sends a request of whose answers none is special.</summary>
    /// <inheritdoc cref="SendAsync(HttpJobDefinition, HttpJobState, HttpJobRequest, Func{HttpJobAnswer, HttpJobState?}, Func{HttpJobAnswer, Task{HttpJobState}}, CancellationToken)"/>
    public Task<HttpJobState> SendAsync(HttpJobDefinition definition, HttpJobState state, HttpJobRequest request, Func<HttpJobAnswer, Task<HttpJobState>> read, CancellationToken cancellationToken) =>
        SendAsync(definition, state, request, _ => null, read, cancellationToken);
}

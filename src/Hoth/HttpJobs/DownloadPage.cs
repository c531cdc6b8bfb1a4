using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Hoth.HttpJobs.Decoding;
using Hoth.HttpJobs.Definitions;
using Hoth.HttpJobs.Expressions;
using Hoth.HttpJobs.Http;

namespace Hoth.HttpJobs;

/// <summary>Downloads one page of one target and hands its records over as one part.</summary>
internal sealed class DownloadPage(HttpJobClient client, HttpJobMoves moves)
{
    private const int MaxLinkRefreshes = 3;

    public async Task<HttpJobState> ExecuteAsync(HttpJobDefinition definition, HttpJobState state, IHttpJobOutput output, CancellationToken cancellationToken)
    {
        if (state.Targets is { } targets && state.Target >= targets.Count) return moves.EndTry(definition, state, HttpJobVerdict.Completed);
        var download = definition.Steps.Download;
        var values = new ExpressionValues(state.Values);
        if (state.Targets is not null) values = values.WithBody(Contexts.DownloadTarget, state.Targets[state.Target], definition.Steps.Paths);
        var url = state.NextPage ?? NextPages.First(download, HttpJobRequest.TargetOf(download.Requester, values));
        var request = HttpJobRequest.Create(download.Requester, values, url);

        return await new HttpJobExchange(client, moves).SendAsync(
            definition,
            state,
            request,
            answer => download.ExpiredStatuses.Contains(answer.Status) && state.LinkRefreshes < MaxLinkRefreshes ? PollForFreshLinks(definition, state) : null,
            answer => ReadAsync(definition, state, answer, request.Url, values, output, cancellationToken),
            cancellationToken);
    }

    private async Task<HttpJobState> ReadAsync(
        HttpJobDefinition definition, HttpJobState state, HttpJobAnswer answer, Uri url, ExpressionValues values, IHttpJobOutput output, CancellationToken cancellationToken)
    {
        var download = definition.Steps.Download;
        var count = new Count();
        if (answer.Status != 204)
        {
            // A cursor in the body is all that is wanted of it: the document itself is gone when its records are.
            void Keep(JsonElement whole) => values = values.With(Contexts.PageResponse, answer, whole, definition.Steps.Paths);
            var records = ContentDecoder.ReadAsync(download.Decoder, answer.Body, answer.Header("Content-Encoding"), download.MaxBytes, Keep, cancellationToken);
            await WriteAsync(output, new HttpJobPart(state.Id, state.Attempt, state.Written.Parts), records, count, cancellationToken);
        }

        if (download.Decoder.Kind != DecoderKind.Json || answer.Status == 204) values = values.With(Contexts.PageResponse, answer, null, definition.Steps.Paths);
        var written = new HttpJobAmount(state.Written.Parts + (answer.Status == 204 ? 0 : 1), state.Written.Records + count.Records, state.Written.Bytes + count.Bytes);
        var next = moves.To(state, HttpJobPhase.Download) with { Written = written, Pages = state.Pages + 1 };
        var recordsOfTarget = written.Records - state.WrittenBefore.Records;
        if (NextPages.After(download.Pagination, next.Pages, url, answer, values, count.Records, recordsOfTarget) is { } page) return next with { NextPage = page };

        var done = next with { Target = state.Target + 1, Pages = 0, NextPage = null, WrittenBefore = written, LinkRefreshes = 0 };
        return done.Targets is { } targets && done.Target < targets.Count ? done : moves.EndTry(definition, done, HttpJobVerdict.Completed);
    }

    /// <summary>Signed links live for minutes: the server's job is asked again, and the target begun again from its first page.</summary>
    private HttpJobState PollForFreshLinks(HttpJobDefinition definition, HttpJobState state) => moves.To(state, HttpJobPhase.Poll) with
    {
        LinkRefreshes = state.LinkRefreshes + 1,
        TryEndsAt = moves.EndOfPolling(definition, state),
        Polls = 0,
        Pages = 0,
        NextPage = null,
        Written = state.WrittenBefore,
    };

    private static async Task WriteAsync(IHttpJobOutput output, HttpJobPart part, IAsyncEnumerable<ReadOnlyMemory<byte>> records, Count count, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(part, CountAsync(records, count, cancellationToken), cancellationToken);
        }
        catch (Exception) when (count.Trouble is not null)
        {
            // A store may have wrapped what the source threw; it is the source's trouble all the same.
            ExceptionDispatchInfo.Throw(count.Trouble);
            throw;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> CountAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> records, Count count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = records.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await source.MoveNextAsync()) yield break;
            }
            catch (Exception e) when (e is TransferException or HttpJobException)
            {
                count.Trouble = e;
                throw;
            }

            count.Records++;
            count.Bytes += source.Current.Length;
            yield return source.Current;
        }
    }

    private sealed class Count
    {
        public long Records { get; set; }

        public long Bytes { get; set; }

        public Exception? Trouble { get; set; }
    }
}
